package org.vae4j.experiment.use.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.binding.ConfigException;

class WeightFileTest {

    @TempDir
    Path folder;

    /** A file with a header and the bytes of some floats. */
    private Path file(String header, float... values) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + json.length + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(folder.resolve("weights.safetensors"), bytes.array());
    }

    @Test
    void readsTheValuesOfATensor() throws IOException {
        WeightFile weights =
                WeightFile.open(file("{'w': {'dtype': 'F32', 'shape': [1, 2], 'data_offsets': [0, 8]}}", 1.5f, -2));
        assertThat(weights.tensors()).containsOnlyKeys("w");
        assertThat(weights.values("w")).containsExactly(1.5f, -2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F32        | [1]                      | 8 | at [0,8], which is no place of 4 bytes",
                "F32        | [1, 3]                   | 8 | larger than the file",
                "F32        | [-1]                     | 8 | of the shape [-1]",
                "F32        | [2, 4611686018427387904] | 8 | of the shape",
                "INTEGERS_4 | [2]                      | 8 | of the unknown type INTEGERS_4",
                "F8_E4M3    | [8]                      | 8 | of the unknown type F8_E4M3"
            })
    void refusesATensorThatIsNoneOfTheFormat(String type, String shape, int end, String message) throws IOException {
        Path file = file(
                "{'w': {'dtype': '" + type + "', 'shape': " + shape + ", 'data_offsets': [0, " + end + "]}}", 1, 2);
        assertThatThrownBy(() -> WeightFile.open(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found tensor w")
                .hasMessageContaining(message);
    }

    /** Otherwise the missing values would silently be zeros. */
    @Test
    void refusesAFileThatWasCutAfterItWasOpened() throws IOException {
        Path file = file("{'w': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0, 8]}}", 1, 2);
        WeightFile weights = WeightFile.open(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 4));
        assertThatThrownBy(() -> weights.values("w"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("it ends 4 bytes early");
    }
}
