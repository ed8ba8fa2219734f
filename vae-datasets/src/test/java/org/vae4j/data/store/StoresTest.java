package org.vae4j.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {

    private static final long END = Segments.SIZE;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "in a file: {0}")
    @ValueSource(booleans = {false, true})
    void aByteSpoolReturnsAllAppendedBytes(boolean toFile) {
        ByteSpool spool = new ByteSpool(5, toFile);
        spool.append(new byte[] {9, 1, 2}, 1, 2);
        spool.append(new byte[] {3, 4, -1}, 0, 3);
        ByteStore store = spool.finish();
        byte[] copy = new byte[4];
        store.copy(2, copy, 1, 3);
        assertThat(copy).containsExactly(0, 3, 4, -1);
        assertThat(store.get(4)).isEqualTo(255);
        assertThat(store.size()).isEqualTo(5);
        assertThat(store.isMapped()).isEqualTo(toFile);
    }

    @ParameterizedTest(name = "in a file: {0}")
    @ValueSource(booleans = {false, true})
    void aFloatSpoolReturnsAllAppendedFloats(boolean toFile) {
        FloatSpool spool = new FloatSpool(4, toFile);
        spool.append(new float[] {1.5f, -2}, 0, 2);
        spool.append(new float[] {0, 3, Float.MIN_VALUE}, 1, 2);
        FloatStore store = spool.finish();
        float[] copy = new float[4];
        store.copy(0, copy, 0, 4);
        assertThat(copy).containsExactly(1.5f, -2, 3, Float.MIN_VALUE);
        assertThat(store.get(1)).isEqualTo(-2);
        assertThat(store.isMapped()).isEqualTo(toFile);
    }

    @Test
    void refusesToFinishASpoolThatIsNotFull() {
        assertThatThrownBy(() -> new ByteSpool(2, true).finish()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FloatSpool(2, false).finish()).isInstanceOf(IllegalStateException.class);
    }

    /** A file that is longer than a segment; its hole takes no room on disk. */
    private Path twoSegments(long at, byte... content) throws IOException {
        Path file = folder.resolve("large");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(END + 12);
            out.seek(at);
            out.write(content);
        }
        return file;
    }

    @Test
    void readsBytesAroundTheEndOfASegment() throws IOException {
        MappedBytes bytes =
                MappedBytes.of(twoSegments(END + 2, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5), 4, END + 8);
        byte[] copy = new byte[6];
        bytes.copy(END - 3, copy, 0, 6);
        assertThat(copy).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(bytes.get(END - 1)).isEqualTo(2);
        assertThat(bytes.get(END)).isEqualTo(3);
    }

    @Test
    void refusesToCopyBytesBeyondTheEnd() throws IOException {
        MappedBytes bytes = MappedBytes.of(twoSegments(END), 4, END + 8);
        assertThatThrownBy(() -> bytes.copy(END + 7, new byte[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void readsFloatsAroundTheEndOfASegment() throws IOException {
        byte[] oneAndAHalfAndMinusOne = {0, 0, (byte) 0xc0, 0x3f, 0, 0, (byte) 0x80, (byte) 0xbf};
        MappedFloats floats = MappedFloats.of(twoSegments(END, oneAndAHalfAndMinusOne), 4, END / 4 + 1);
        float[] copy = new float[2];
        floats.copy(END / 4 - 1, copy, 0, 2);
        assertThat(copy).containsExactly(1.5f, -1);
        assertThat(floats.get(END / 4)).isEqualTo(-1);
    }

    @Test
    void refusesToMapAFileThatIsTooShort() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[3]);
        assertThatThrownBy(() -> MappedBytes.of(file, 1, 3)).isInstanceOf(EOFException.class);
    }
}
