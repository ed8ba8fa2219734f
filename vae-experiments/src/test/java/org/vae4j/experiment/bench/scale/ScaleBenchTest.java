package org.vae4j.experiment.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.rundir.Json;

class ScaleBenchTest {

    private static final Budget ONE_UNIT = new Budget(0, 0);

    @TempDir
    Path scratch;

    @Test
    void runReportsEachSettingAndTheExponents() throws IOException {
        Axis all = Axes.byName("latents");
        Axis some = new Axis(all.name(), all.unit(), all.settings().subList(0, 2));
        ByteArrayOutputStream table = new ByteArrayOutputStream();

        List<Scaling> results =
                ScaleBench.run(List.of(some), ONE_UNIT, scratch, new PrintStream(table, true, StandardCharsets.UTF_8));

        JsonNode json = new ObjectMapper().readTree(Json.line(results)).get(0);
        assertThat(json.get("axis").asText()).isEqualTo("latents");
        assertThat(json.at("/points/1/at").asText()).isEqualTo("32");
        assertThat(json.at("/points/1/ms").asDouble()).isPositive();
        assertThat(json.at("/points/1/gflop").asDouble())
                .isEqualTo(some.at("32").work().flops() / 1e9);
        assertThat(json.get("exponentOfArithmetic").asDouble()).isPositive();
        assertThat(table.toString(StandardCharsets.UTF_8)).contains("latents: step of 784-400-n-400-784", "exponents");
    }

    @Test
    void failedProcessIsReportedWithItsLastLine() {
        Axis.Setting unknown =
                new Axis.Setting("9", 9, Axes.ALL.get(0).settings().get(0).work());
        Axis axis = new Axis("latents", "step", List.of(unknown));

        assertThatThrownBy(() -> ScaleBench.run(
                        List.of(axis), ONE_UNIT, scratch, new PrintStream(OutputStream.nullOutputStream())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with exit code 1")
                .hasMessageEndingWith("found no latents = 9, expected one of 8, 32, 128, 512, 2048");
    }

    @Test
    void unknownAxisIsRefused() {
        assertThatThrownBy(() -> ScaleBench.run(List.of("latents", "time"), scratch, System.err))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--scale: found 'time'");
    }
}
