package org.vae4j.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.vae4j.data.CorruptDataException;

class IdxReaderTest {

    private static final byte[] SOUND = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255};

    @Test
    void aSoundFileIsRead() throws IOException {
        IdxArray array = IdxReader.read(new ByteArrayInputStream(SOUND), "file", 3);
        assertThat(array.dimensions()).containsExactly(2, 1, 3);
        assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 255);
    }

    @Test
    void everyTruncationIsNoticed() {
        for (int length = 0; length < SOUND.length; length++) {
            assertCorrupt(Arrays.copyOf(SOUND, length), 3);
        }
        assertCorrupt(Arrays.copyOf(SOUND, SOUND.length - 1), 3)
                .hasMessageContaining("it has 5 bytes of values, expected 6");
    }

    @Test
    void trailingBytesAreNoticed() {
        assertCorrupt(Arrays.copyOf(SOUND, SOUND.length + 1), 3).hasMessageContaining("more bytes than the 6 values");
    }

    @Test
    void magicTypeRankAndSizesAreChecked() {
        assertCorrupt(changed(0, 1), 3).hasMessageContaining("starts with 01 00 08 03, expected 00 00 08 03");
        assertCorrupt(changed(2, 0x0d), 3).hasMessageContaining("IDX type 0d, expected 08");
        assertCorrupt(SOUND, 1).hasMessageContaining("3 dimensions, expected 1");
        assertCorrupt(changed(7, 0), 3).hasMessageContaining("[0, 1, 3]");
        assertCorrupt(changed(4, 0x80), 3).hasMessageContaining("expected positive ones");
        assertCorrupt(changed(4, 0x7f), 3).hasMessageContaining("product below 2^31");
    }

    private static byte[] changed(int index, int value) {
        byte[] bytes = SOUND.clone();
        bytes[index] = (byte) value;
        return bytes;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertCorrupt(byte[] bytes, int rank) {
        return assertThatThrownBy(() -> IdxReader.read(new ByteArrayInputStream(bytes), "file", rank))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("file ")
                .hasMessageNotContaining("\n");
    }
}
