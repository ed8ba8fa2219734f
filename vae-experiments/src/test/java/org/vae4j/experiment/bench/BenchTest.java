package org.vae4j.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.bench.process.Build;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.rundir.Json;

class BenchTest {

    @TempDir
    Path scratch;

    private static BenchOptions options(List<String> contenders, int steps) {
        return options("vae-400-20", contenders, steps);
    }

    private static BenchOptions options(String network, List<String> contenders, int steps) {
        return new BenchOptions(
                List.of(network),
                List.of(20),
                List.of(1),
                contenders,
                2,
                steps,
                2,
                Optional.empty(),
                Optional.of(Path.of("no-such.jar")),
                false);
    }

    private static CaseResult measure(BenchOptions options, ByteArrayOutputStream table) throws IOException {
        return Bench.run(options, printer(table)).cases().get(0);
    }

    private static PrintStream printer(ByteArrayOutputStream table) {
        return new PrintStream(table, true, StandardCharsets.UTF_8);
    }

    @Test
    void reportHasTheNumbersOfEveryContenderThatTookPart() throws IOException {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        BenchReport report = Bench.run(options(List.of("peak", "vae4j", "djl"), 4), printer(table));
        JsonNode json = new ObjectMapper().readTree(Json.line(report));
        JsonNode result = json.get("cases").get(0);
        assertThat(result.get("case").asText()).isEqualTo("vae-400-20");
        assertThat(result.get("batch").asInt()).isEqualTo(20);
        assertThat(result.get("threads").asInt()).isEqualTo(1);
        assertThat(result.get("stepMs").asDouble()).isPositive();
        assertThat(result.get("rooflineMs").asDouble()).isPositive();
        assertThat(result.get("epoch3OverEpoch1").asDouble()).isPositive();
        assertThat(result.get("stockDl4jMs").isNull()).isTrue();
        assertThat(result.get("djlMs").isNull()).isTrue();
        // With random weights the loss is about 784 ln 2 = 543 nats, from which a few steps do not take it far.
        assertThat(result.at("/contenders/vae4j/firstEpochLoss").asDouble()).isBetween(100.0, 600.0);
        assertThat(table.toString(StandardCharsets.UTF_8)).contains("vae-400-20, batch 20, 1 thread", "roofline");
    }

    @Test
    void convolutionsAreTrainedByAllContendersThatSupportThem() throws IOException {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        CaseResult result =
                measure(options("conv-32-64", List.of("vae4j", "vae4j-fit", "stock", "dl4j-vae"), 4), table);
        assertThat(result.contenders()).containsOnlyKeys("vae4j", "vae4j-fit", "stock");
        assertThat(result.stepMs()).contains(result.contenders().get("vae4j").stepMs());
        assertThat(result.contenders().values())
                .allSatisfy(c -> assertThat(c.firstEpochLoss())
                        .hasValueSatisfying(l -> assertThat(l).isBetween(100.0, 600.0)));
        // Both train the same network from the same weights, so their losses agree but for rounding.
        assertThat(result.contenders().get("vae4j").firstEpochLoss().orElseThrow())
                .isCloseTo(result.contenders().get("vae4j-fit").firstEpochLoss().orElseThrow(), within(1e-3));
        assertThat(table.toString(StandardCharsets.UTF_8)).contains("conv-32-64, batch 20, 1 thread");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv", "flow", "vampprior"})
    void trainerAndFitHaveTheSameLossOnModelsOfConfigurations(String network) throws IOException {
        CaseResult result = measure(options(network, List.of("vae4j", "vae4j-fit"), 4), new ByteArrayOutputStream());
        double own = result.contenders().get("vae4j").firstEpochLoss().orElseThrow();
        assertThat(own).isBetween(100.0, 800.0);
        assertThat(result.contenders().get("vae4j-fit").firstEpochLoss().orElseThrow())
                .isCloseTo(own, within(1e-2));
    }

    @Test
    void compareMeasuresBothBuildsInPairsOfRounds() throws IOException {
        ByteArrayOutputStream table = new ByteArrayOutputStream();

        List<Comparison> results = Comparisons.compare(Build.own(), options(List.of(), 4), scratch, printer(table));

        assertThat(results).hasSize(1);
        Comparison result = results.get(0);
        assertThat(result.pairs()).isEqualTo(4);
        assertThat(result.lowerQuartile()).isPositive().isLessThanOrEqualTo(result.ratio());
        assertThat(result.upperQuartile()).isGreaterThanOrEqualTo(result.ratio());
        assertThat(table.toString(StandardCharsets.UTF_8)).contains("vae-400-20", "of 4 pairs");
    }

    @Test
    void compareRefusesAnUnknownCommit() {
        assertThatThrownBy(() -> Comparisons.run(options(List.of(), 4), "no-such-commit", System.err))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--compare: found no commit 'no-such-commit', expected one of the git");
    }

    @Test
    void optionsRefuseAnEpochWithoutSteps() {
        assertThatThrownBy(() -> options(List.of(), 0)).hasMessage("found steps = 0, expected a number >= 1");
    }

    @Test
    void optionsRefuseABatchThatIsLargerThanTheData() {
        BenchOptions options = options(List.of(), 4);
        assertThat(options.stepsPerEpoch(BenchImages.synthetic(20), 20)).isEqualTo(1);
        assertThatThrownBy(() -> options.stepsPerEpoch(BenchImages.synthetic(19), 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found batch = 20, expected at most 19, the number of images in synthetic");
    }

    @Test
    void optionsRefuseAnUnknownContender() {
        assertThatThrownBy(() -> options(List.of("torch"), 1)).hasMessageStartingWith("found contender 'torch'");
    }
}
