package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vae4j.experiment.reproduce.Outcomes.outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.rundir.Json;

class RunRecordsTest {

    @TempDir
    Path run;

    /** A beginning that went on in full has both; the same epochs measured again have the last. */
    @Test
    void whatWasMeasuredBeforeARunWentOnIsKept() throws IOException {
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("metrics.jsonl"), "{\"epoch\":3280}\n");
        RunRecords records = new RunRecords(run);
        records.write(outcome(1, 364, 88));
        records.write(outcome(1, 364, 87.9));
        records.write(outcome(1, 3280, 86.8));
        assertThat(nats("eval/reproduction-epoch364.json")).isEqualTo(87.9);
        assertThat(nats(Reproduction.FILE)).isEqualTo(86.8);
    }

    private double nats(String file) throws IOException {
        return Json.read(run.resolve(file), Outcome.class).nats();
    }
}
