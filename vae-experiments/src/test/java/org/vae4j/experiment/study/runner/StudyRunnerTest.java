package org.vae4j.experiment.study.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.lease.ProcessIdentity;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine;

class StudyRunnerTest {

    @TempDir
    Path runs;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void runLeavesConfigurationResultsStatusAndLog() throws IOException {
        assertThat(run(new ExampleStudy(), "study.samples=6")).isZero();

        Path root = onlyRun();
        assertThat(root.getFileName().toString()).startsWith("seed1-");
        assertThat(root.resolve("config.yaml")).content().contains("samples: 6", "scale: 0.5", "seed: 1");
        assertThat(root.resolve("notes/hello.txt")).hasContent("hello");
        assertThat(root.resolve("log.txt")).content().contains("mean of 6 samples");
        assertThat(new ObjectMapper()
                        .readTree(root.resolve("eval/results.json").toFile())
                        .get("mean")
                        .asDouble())
                .isEqualTo(3.0);
        assertThat(RunFiles.in(root).status()).hasValueSatisfying(s -> {
            assertThat(s.state()).isEqualTo(RunState.DONE);
            assertThat(s.fraction()).isEqualTo(1);
        });
        assertThat(out.toString()).contains("mean of 6 samples", "example: done in", root.toString());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonLineIsTheOnlyLineOfStandardOutput() throws IOException {
        assertThat(run(new ExampleStudy(), "--json")).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.get("status").asText()).isEqualTo("DONE");
        assertThat(line.get("run").asText()).isEqualTo(onlyRun().toString());
        assertThat(line.get("results").get("mean").asDouble()).isEqualTo(2.0);
        assertThat(line.get("results").get("parts").get("seed").asLong()).isEqualTo(1);
        assertThat(line.get("seconds").asDouble()).isNotNegative();
        assertThat(err.toString()).contains("mean of 4 samples");
    }

    @Test
    void finishedRunIsShownAndNotRunAgain() throws IOException {
        run(new ExampleStudy());
        Path results = onlyRun().resolve("eval/results.json");
        Object before = Files.getLastModifiedTime(results);
        out.getBuffer().setLength(0);

        assertThat(run(new ExampleStudy())).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "example: already done, in " + onlyRun() + " (--name runs it again under another name)",
                        "results: mean 2.0000");
        assertThat(err.toString()).doesNotContain("vae:");
        assertThat(Files.getLastModifiedTime(results)).isEqualTo(before);
    }

    @Test
    void finishedRunPrintsTheSameJsonLineAgain() throws IOException {
        run(new ExampleStudy(), "--json");
        JsonNode first = new ObjectMapper().readTree(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run(new ExampleStudy(), "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(first);
    }

    @Test
    void anotherNameRunsTheStudyAgain() throws IOException {
        run(new ExampleStudy());
        out.getBuffer().setLength(0);
        assertThat(run(new ExampleStudy(), "--name", "again")).isZero();
        assertThat(out.toString()).contains("example: done in").doesNotContain("already done");
    }

    /** A process may be killed between the end of the run and its report. */
    @Test
    void finishedRunWithoutAReportGetsOne() throws IOException {
        run(new ExampleStudy());
        Path report = onlyRun().resolve("report.html");
        Files.delete(report);
        assertThat(run(new ExampleStudy())).isZero();
        assertThat(report).content().contains("<h1>example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status.json", "eval/results.json"})
    void finishedRunWithADamagedFileIsRefused(String file) throws IOException {
        run(new ExampleStudy());
        Files.writeString(onlyRun().resolve(file), "{\"state\":");
        err.getBuffer().setLength(0);
        assertThat(run(new ExampleStudy())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("vae: found a damaged file " + onlyRun().resolve(file));
    }

    @Test
    void unknownKeyIsRefusedWithASuggestionAndLeavesNothing() {
        assertThat(run(new ExampleStudy(), "study.sampels=6")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines()).singleElement().asString().contains("study.sampels", "study.samples");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void valueOutOfRangeIsRefusedAndLeavesNothing() {
        assertThat(run(new ExampleStudy(), "study.samples=0")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("study.samples: found 0, expected at least 1");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void failureHasItsTraceInTheLogAndOneLineOnTheTerminal() throws IOException {
        assertThat(run(new FailingStudy(new IllegalStateException("the loss went up"))))
                .isEqualTo(ExitCode.FAILED);

        assertThat(err.toString().lines().filter(l -> !l.isBlank())).hasSize(1);
        assertThat(err.toString())
                .contains("the loss went up", onlyRun().resolve("log.txt").toString());
        assertThat(onlyRun().resolve("log.txt")).content().contains("IllegalStateException", "StudyRunnerTest");
        assertThat(RunFiles.in(onlyRun()).status()).hasValueSatisfying(s -> {
            assertThat(s.state()).isEqualTo(RunState.FAILED);
            assertThat(s.reason()).contains("the loss went up");
        });
    }

    @Test
    void failedRunCanBeRunAgain() {
        run(new FailingStudy(new IllegalStateException("first")));
        err.getBuffer().setLength(0);
        assertThat(run(new FailingStudy(new IllegalStateException("second")))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("second");
    }

    @Test
    void failureForLackOfMemorySaysHowToAllowMore() throws IOException {
        assertThat(run(new FailingStudy(new OutOfMemoryError("Java heap space"))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().lines().filter(l -> !l.isBlank()))
                .singleElement()
                .asString()
                .contains("out of memory", "VAE_JAVA_OPTS=-Xmx4g", "training.batchSize");
        assertThat(RunFiles.in(onlyRun()).status().orElseThrow().reason().orElseThrow())
                .contains("out of memory");
    }

    /** The message of the system is in the language of the user, so a test write decides. */
    @Test
    void fullDiskIsRecognisedByATestWriteAndNotByTheMessage() throws IOException {
        run(new FailingStudy(new IllegalStateException("first")));
        // A folder in the place of the file that the test write creates makes it fail.
        Path probe = onlyRun().resolve(".probe");
        IOException full = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
        assertThat(run(new FailingStudy(full, context -> Files.createDirectories(probe.resolve("full")))))
                .isEqualTo(ExitCode.UNWRITABLE);
        assertThat(err.toString().lines().filter(l -> l.startsWith("vae: ")))
                .singleElement()
                .asString()
                .startsWith("vae: cannot write to " + onlyRun());
    }

    @Test
    void fullDiskElsewhereIsAFailureOfTheStudy() {
        assertThat(run(new FailingStudy(new IOException("No space left on device"))))
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void runOfAnotherProcessIsRefusedWithExitCodeBusy() throws IOException {
        run(new FailingStudy(new IllegalStateException("first")));
        ProcessIdentity parent =
                ProcessIdentity.of(ProcessHandle.current().parent().orElseThrow());
        Files.writeString(onlyRun().resolve(".lease-2"), Json.line(new LeaseRecord(parent, "", "")));
        out.getBuffer().setLength(0);
        assertThat(run(new FailingStudy(new IllegalStateException("second")), "--json"))
                .isEqualTo(ExitCode.BUSY);
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.get("status").asText()).isEqualTo("REFUSED");
        assertThat(line.get("reason").asText()).startsWith("found a live run in " + onlyRun());
    }

    private int run(Study study, String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--runs", runs.toString()))
                .toArray(String[]::new);
        return new CommandLine(new StudyMain(study, List.of(all)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private Path onlyRun() throws IOException {
        try (Stream<Path> experiments = Files.list(runs)) {
            Path experiment = experiments.findFirst().orElseThrow();
            try (Stream<Path> all = Files.list(experiment)) {
                return all.sorted().reduce((a, b) -> b).orElseThrow();
            }
        }
    }

    private static final class FailingStudy implements Study {

        private final Throwable failure;
        private final Work before;

        FailingStudy(Throwable failure) {
            this(failure, context -> {});
        }

        FailingStudy(Throwable failure, Work before) {
            this.failure = failure;
            this.before = before;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public String summary() {
            return "Fails.";
        }

        @Override
        public void run(StudyContext context) throws Exception {
            before.run(context);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }

    /** The work of a study before it fails. */
    private interface Work {

        void run(StudyContext context) throws IOException;
    }
}
