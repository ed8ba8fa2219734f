package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vae4j.experiment.reproduce.Outcomes.outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.reproduce.Reproduction.Measured;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;

class RunRecordsTest {

    @TempDir
    Path run;

    /** A run that was continued has one record per length; a second record of the same length replaces the first. */
    @Test
    void writeKeepsTheRecordsOfFewerEpochs() throws IOException {
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("metrics.jsonl"), "{\"epoch\":3280}\n");
        RunRecords records = new RunRecords(run);
        records.write(outcome(1, 364, 88));
        records.write(outcome(1, 364, 87.9));
        records.write(outcome(1, 3280, 86.8));
        assertThat(nats("eval/reproduction-epoch364.json")).isEqualTo(87.9);
        assertThat(nats(Reproduction.FILE)).isEqualTo(86.8);
    }

    @Test
    void elboIsReadFromTheTestMetrics() throws IOException {
        writeTestMetrics("{\"negElboNats\": 105.5, \"standardErrorNats\": 0.25}");
        Measured measured = new RunRecords(run).elbo(100);
        assertThat(measured.nats()).isEqualTo(105.5);
        assertThat(measured.standardErrorNats()).isEqualTo(0.25);
        assertThat(measured.examples()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"standardErrorNats\": 0.25} | negElboNats",
                "{\"negElboNats\": 105.5}      | standardErrorNats",
                "{\"negElboNats\": \"NaN\"}  | negElboNats"
            })
    void elboRefusesTestMetricsWithoutANumber(String json, String missing) throws IOException {
        writeTestMetrics(json);
        assertThatThrownBy(() -> new RunRecords(run).elbo(100))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith("found a damaged file " + run.resolve("eval/test.json"))
                .hasMessageContaining("it has no number " + missing);
    }

    private void writeTestMetrics(String json) throws IOException {
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("metrics.jsonl"), "");
        Files.writeString(run.resolve("eval/test.json"), json);
    }

    private double nats(String file) throws IOException {
        return Json.read(run.resolve(file), Outcome.class).nats();
    }
}
