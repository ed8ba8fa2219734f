package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {

    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @Test
    void writesThePageOfARunIntoItsDirectory() throws IOException {
        Path run = run("a");
        assertThat(vae("report", run.toString())).isZero();
        assertThat(out).isEqualTo(run.resolve("report.html") + System.lineSeparator());
    }

    @Test
    void writesThePageOfAFolderIntoTheFolder() throws IOException {
        run("a");
        run("b");
        assertThat(vae("report", folder.toString(), "--json")).isZero();
        assertThat(out).contains("\"runs\":2");
        assertThat(folder.resolve("report.html")).content().contains("2 runs");
    }

    /** A shell expands a pattern to the runs and to the report of an earlier command. */
    @Test
    void skipsAnEarlierReportAmongTheRuns() throws IOException {
        Path run = run("a");
        assertThat(vae("report", folder.toString())).isZero();
        assertThat(vae(
                        "report",
                        run.toString(),
                        run("c").toString(),
                        folder.resolve("report.html").toString()))
                .isZero();
        assertThat(folder.resolve("report.html")).content().contains("2 runs");
    }

    /** A damaged result must not look like one that was never computed. */
    @Test
    void thePageNamesDamagedResults() throws IOException {
        Path run = run("a");
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("eval/test.json"), "{\"negElboNats\": 1");
        Files.writeString(run.resolve("eval/latents.csv"), "example,mean2,mean1\n0,1,2\n");
        Files.createDirectories(run.resolve("figures"));
        Files.writeString(run.resolve("figures/captions.json"), "null");
        assertThat(vae("report", run.toString())).as(err).isZero();
        assertThat(run.resolve("report.html"))
                .content()
                .contains(
                        "Before you quote this",
                        "eval/test.json is damaged",
                        "eval/latents.csv is damaged",
                        "figures/captions.json is damaged");
    }

    @Test
    void linksToRunsWithSpecialCharactersAreEncoded() throws IOException {
        Path run = run("50% #1 a b?");
        assertThat(vae("report", run.toString())).isZero();
        run("b");
        assertThat(vae("report", folder.toString())).isZero();
        assertThat(folder.resolve("report.html")).content().contains("href=\"50%25%20%231%20a%20b%3F/report.html\"");
    }

    @Test
    void refusesASweepWithoutRuns() throws IOException {
        Path sweep = Files.createDirectories(folder.resolve("sweeps/none"));
        Files.writeString(sweep.resolve("sweep.yaml"), "description: two seeds\nexperiment: quickstart\nseeds: 2\n");
        assertThat(vae("report", sweep.toString())).isEqualTo(2);
        assertThat(err).contains("vae sweep run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "report nowhere                | found no directory nowhere",
                "report                        | RUN",
                "watch nowhere                 | found no directory nowhere",
                "watch nowhere --port 70000    | --port: found 70000",
                "watch nowhere --port x        | --port",
            })
    void refusesBadInputInOneLine(String command, String message) {
        assertThat(vae(command.strip().split(" +"))).isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().startsWith("vae: ").contains(message);
    }

    private Path run(String name) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("config.yaml"), "experiment: small\n");
        return run;
    }

    private int vae(String... arguments) {
        Typed typed = Typed.vae(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }
}
