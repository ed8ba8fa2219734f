package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.reproduce.rerun.Difference;
import org.vae4j.experiment.reproduce.rerun.RunComparison;
import org.vae4j.experiment.reproduce.rerun.Verdict;

/** {@code vae reproduce-run} of small runs, and the comparison of two runs. */
class ReproduceRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path runs;

    private String out = "";
    private String err = "";

    @Test
    void aReproducedRunIsIdentical() throws IOException {
        Path run = train("--name", "first");
        Path again = reproduce(run);
        JsonNode comparison = JSON.readTree(out).path("comparison");
        assertThat(comparison.path("verdict").asText()).isEqualTo("IDENTICAL");
        assertThat(comparison.path("parameters").asInt()).isPositive();
        assertThat(comparison.path("epochs").asInt()).isEqualTo(2);
        assertThat(again.getFileName().toString()).startsWith("first.again1-");
    }

    @Test
    void aSecondReproductionHasANameOfItsOwn() throws IOException {
        Path run = train("--name", "first");
        reproduce(run);
        assertThat(vae("reproduce-run", run.toString(), "--runs", runs.toString()))
                .isZero();
        assertThat(out).contains("first.again2-", "identical: ");
    }

    @Test
    void anInterruptedReproductionIsContinuedWithANote() throws IOException {
        Path run = train("--name", "first");
        Path again = reproduce(run);
        edit(again.resolve("status.json"), status -> status.put("state", "INTERRUPTED"));
        assertThat(reproduce(run)).isEqualTo(again);
        assertThat(err).contains("found an unfinished run in " + again + ": it is continued");
    }

    /** A result and a setting are edited, as another machine would have recorded them. */
    @Test
    void theComparisonNamesDifferencesAndTheirCauses() throws IOException {
        Path run = train("--name", "first");
        Path again = reproduce(run);
        edit(
                again.resolve("eval/test.json"),
                test -> test.put("klNats", 1.001 * test.path("klNats").asDouble()));
        edit(again.resolve("provenance.json"), p -> ((ObjectNode) p.get("numerics")).put("blasCoreType", "Z80"));
        RunComparison close = RunComparison.of(run, again, 0.01);
        assertThat(close.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
        assertThat(close.results()).extracting(Difference::what).containsExactly("klNats");
        // A build with uncommitted changes is a cause of its own.
        assertThat(close.causes())
                .filteredOn(c -> !c.what().startsWith("code."))
                .singleElement()
                .satisfies(c -> assertThat(c.what()).isEqualTo("numerics.blasCoreType"))
                .satisfies(c -> assertThat(c.now()).isEqualTo("Z80"));
        assertThat(close.text()).contains("within tolerance of 1.00 %", "klNats: ", "(0.10 %)", "what was different");
        assertThat(RunComparison.of(run, again, 1e-4).verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    private Path reproduce(Path run) throws IOException {
        assertThat(vae("reproduce-run", run.toString(), "--runs", runs.toString(), "--json"))
                .as(err)
                .isZero();
        return Path.of(JSON.readTree(out).path("again").asText());
    }

    /** With an infinite tolerance any two runs would count as equal. */
    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "NaN", "Infinity"})
    void refusesAToleranceThatIsNoFiniteNumberOfAtLeastZero(String tolerance) {
        assertThat(vae("reproduce-run", runs.toString(), "--tolerance=" + tolerance))
                .isEqualTo(2);
        assertThat(err).contains("--tolerance: found " + tolerance, "expected a finite number of at least 0");
    }

    @Test
    void runsOfTwoSeedsAreDifferent() throws IOException {
        Path one = train("--name", "one");
        Path two = train("--name", "two", "seed=2");
        RunComparison comparison = RunComparison.of(one, two, 0);
        assertThat(comparison.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(comparison.parametersDiffering()).isPositive();
        assertThat(comparison.largestParameterDifference()).isPositive();
        assertThat(comparison.epochsDiffering()).isEqualTo(2);
        assertThat(comparison.causes()).extracting(Difference::what).contains("configHash", "seed");
    }

    @Test
    void refusesToReproduceAnUnfinishedRun() throws IOException {
        Path run = train("--name", "unfinished");
        edit(run.resolve("status.json"), status -> status.put("state", "FAILED"));
        assertThat(vae("reproduce-run", run.toString(), "--runs", runs.toString()))
                .isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains("found no finished run in", "vae resume");
    }

    private Path train(String... more) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "run",
                                "quickstart",
                                "--runs",
                                runs.toString(),
                                "--json",
                                "data.lines.size=8",
                                "data.lines.train=64",
                                "data.lines.test=16",
                                "model.encoder=[8]",
                                "model.decoder=[8]",
                                "model.latent=2",
                                "training.epochs=2",
                                "training.batchSize=32"),
                        Stream.of(more))
                .toArray(String[]::new);
        assertThat(vae(arguments)).as(err).isZero();
        return Path.of(JSON.readTree(out).path("run").asText());
    }

    private static void edit(Path file, Consumer<ObjectNode> change) throws IOException {
        ObjectNode content = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(content);
        Files.writeString(file, content.toString());
    }

    private int vae(String... arguments) {
        Typed typed = Typed.vae(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }
}
