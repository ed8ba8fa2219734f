package org.vae4j.experiment.use.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.binding.ConfigException;

class WeightMappingTest {

    @TempDir
    Path folder;

    private WeightMapping mapping(String yaml) throws IOException {
        return WeightMapping.read(Files.writeString(folder.resolve("map.yaml"), yaml));
    }

    @Test
    void aParameterMayBeOneTensorOrSeveralWithFactors() throws IOException {
        WeightMapping mapping = mapping("""
                layout: pytorch
                tensors: {encoder-1.W: fc1.weight, posterior.W: [mu.weight, {from: sigma.weight, times: 2}]}
                ignore: [steps]
                """);
        assertThat(mapping.layout()).isEqualTo(WeightMapping.Layout.PYTORCH);
        assertThat(mapping.of("encoder-1.W")).containsExactly(new WeightMapping.Piece("fc1.weight", 1));
        assertThat(mapping.of("posterior.W"))
                .containsExactly(new WeightMapping.Piece("mu.weight", 1), new WeightMapping.Piece("sigma.weight", 2));
        assertThat(mapping.ignored()).containsExactly("steps");
    }

    @Test
    void aParameterWithoutAnEntryIsTheTensorOfItsName() throws IOException {
        assertThat(mapping("layout: vae4j\n").of("decoder-1.b"))
                .isEqualTo(List.of(new WeightMapping.Piece("decoder-1.b", 1)));
    }

    /** Each of these was ignored in silence once, or could be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tensors: [a, b]                       | tensors: [\"a\",\"b\"]",
                "tensors: a                            | tensors: \"a\"",
                "ignore: steps                         | ignore: \"steps\"",
                "ignore: [{from: steps, times: 2}]     | ignore: {\"from\":\"steps\",\"times\":2}",
                "tensors: {a: {from: b, times: 1e999}} | {\"from\":\"b\"",
                "tensors: {a: {from: b}}               | {\"from\":\"b\"}",
                "layout: torch                         | layout: \"torch\"",
                "tensor: {a: b}                        | the key 'tensor'"
            })
    void refusesEntriesThatMapNothing(String yaml, String found) {
        assertThatThrownBy(() -> mapping(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found " + found)
                .hasMessageContaining(", expected ");
    }
}
