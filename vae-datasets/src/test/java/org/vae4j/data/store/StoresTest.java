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

class StoresTest {

    @TempDir
    Path folder;

    @Test
    void spooledBytesAreTheSameInAFileAsInTheHeap() {
        for (boolean toFile : new boolean[] {false, true}) {
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
    }

    @Test
    void spooledFloatsAreTheSameInAFileAsInTheHeap() {
        for (boolean toFile : new boolean[] {false, true}) {
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
    }

    @Test
    void aSpoolThatIsNotFilledIsRefused() {
        assertThatThrownBy(() -> new ByteSpool(2, true).finish()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FloatSpool(2, false).finish()).isInstanceOf(IllegalStateException.class);
    }

    /** A file with a hole takes no room on disk. */
    @Test
    void valuesAroundTheEndOfASegmentAreFound() throws IOException {
        Path file = folder.resolve("large");
        long end = Segments.SIZE;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(end + 12);
            out.seek(end + 2);
            out.write(new byte[] {1, 2, 3, 4, 5});
        }
        MappedBytes bytes = MappedBytes.of(file, 4, end + 8);
        byte[] copy = new byte[6];
        bytes.copy(end - 3, copy, 0, 6);
        assertThat(copy).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(bytes.get(end - 1)).isEqualTo(2);
        assertThat(bytes.get(end)).isEqualTo(3);
        assertThatThrownBy(() -> bytes.copy(end + 7, copy, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(end);
            out.write(new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, (byte) 0x80, (byte) 0xbf});
        }
        MappedFloats floats = MappedFloats.of(file, 4, end / 4 + 1);
        float[] two = new float[2];
        floats.copy(end / 4 - 1, two, 0, 2);
        assertThat(two).containsExactly(1.5f, -1);
        assertThat(floats.get(end / 4)).isEqualTo(-1);
    }

    @Test
    void aShorterFileIsNotMapped() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[3]);
        assertThatThrownBy(() -> MappedBytes.of(file, 1, 3)).isInstanceOf(EOFException.class);
    }
}
