package org.vae4j.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.CorruptDataException;

class AmatReaderTest {

    private static final int WIDTH = 4;

    private static AmatReader.Rows read(String text) throws IOException {
        return AmatReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), "file", WIDTH);
    }

    @Test
    void digitsBecomeBlackAndWhitePixels() throws IOException {
        assertThat(read("0 1 1 0\n1 0 0 0\n").pixels()).containsExactly(0, 255, 255, 0, 255, 0, 0, 0);
    }

    @Test
    void theChecksumDoesNotDependOnTheOrderOfTheRows() throws IOException {
        assertThat(read("1 0 0 0 \r\n0 1 1 0").rowSum())
                .isEqualTo(read("0 1 1 0\n1 0 0 0\n").rowSum());
    }

    @Test
    void theChecksumDependsOnEveryRow() throws IOException {
        String sum = read("0 1 1 0\n1 0 0 0\n").rowSum();
        assertThat(read("1 0 0 0\n0 1 1 1").rowSum()).as("another row").isNotEqualTo(sum);
        assertThat(read("1 0 0 0\n0 1 1 0\n0 1 1 0").rowSum())
                .as("one row more")
                .isNotEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({
        "'0 1 1 0\n1 0 2 0\n', line 2 contains",
        "'0 1 1\n', 'line 1 has 3 pixels, expected 4'",
        "'0 1 1 0 1\n', more than 4 pixels",
        "'', is empty",
        "'0 1 1 0\n\n', line 2 has 0 pixels"
    })
    void refusesTextsThatAreNoRowsOfDigits(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(message);
    }

    /** A byte order mark, UTF-16, and bytes that are no characters. */
    @ParameterizedTest
    @ValueSource(strings = {"efbbbf3020312031", "fffe3000200031", "302031203120300aff30", "302031203120310aff"})
    void refusesBytesThatAreNoDigitsByTheirValue(String hex) {
        assertThatThrownBy(() ->
                        AmatReader.read(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), "file", WIDTH))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("file line ")
                .hasMessageContaining("byte 0x");
    }
}
