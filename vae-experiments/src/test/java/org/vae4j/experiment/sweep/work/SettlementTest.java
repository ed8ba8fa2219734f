package org.vae4j.experiment.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;

/** A shell script stands in for the process of a trial: its exit code and its JSON line decide what the end means. */
@DisabledOnOs(OS.WINDOWS)
class SettlementTest {

    private static final int RETRIES = 1;

    @TempDir
    Path runs;

    private final StringWriter said = new StringWriter();
    private SweepDirectory directory;
    private FailedTrials failures;
    private Settlement settlement;

    @Test
    void aBusyRunIsLeftToItsOwner() throws Exception {
        RunningTrial trial = ended("exit 3");
        assertThat(failures.contains(trial.work().trial())).isFalse();
        assertThat(outcome(trial)).isEqualTo("left");
    }

    @Test
    void theTextOfAMessageDecidesNothing() throws Exception {
        RunningTrial trial = ended("echo 'vae: found a live run in here, expected none'; exit 2");
        assertThat(failures.contains(trial.work().trial())).isTrue();
        assertThat(outcome(trial)).isEqualTo("failed");
        assertThat(said.toString()).contains("ended with exit code 2");
    }

    @Test
    void theReasonOfAFailureIsThatOfTheJsonLine() throws Exception {
        RunningTrial trial =
                ended("echo 'INFO working'; echo '{\"status\":\"REFUSED\",\"reason\":\"found no data\"}'; exit 2");
        JsonNode failure = Json.read(
                directory.root().resolve("failures/" + trial.work().trial().key() + ".json"), JsonNode.class);
        assertThat(failure.get("reason").asText()).isEqualTo("found no data");
        assertThat(failure.get("lastWords")).extracting(JsonNode::asText).containsExactly("INFO working");
    }

    @Test
    void aKilledTrialIsRetriedAndFailsWhenItIsKilledOnceMore() throws Exception {
        RunningTrial first = ended("kill -9 $$");
        assertThat(failures.contains(first.work().trial())).isFalse();
        assertThat(outcome(first)).isEqualTo("killed");

        RunningTrial second = ShellTrial.start(directory.leases(), 0, "kill -9 $$");
        awaitEnd(second);
        settlement.settle(second);
        assertThat(failures.contains(second.work().trial())).isTrue();
        assertThat(said.toString()).contains("its process was ended by signal 9, 2 times");
    }

    @Test
    void aDamagedRecordOfAnotherProcessCountsAsAFailure() throws Exception {
        Trial trial = ended("exit 3").work().trial();
        assertThat(failures.contains(trial)).isFalse();
        Files.writeString(directory.createFolder("failures").resolve(trial.key() + ".json"), "{\"rea");
        assertThat(failures.contains(trial)).isTrue();
    }

    /** The sweep continues with the other trials, and reports why it leaves this one out. */
    @Test
    void anUnreadableRecordFailsItsTrialOnly() throws Exception {
        Trial trial = ended("exit 3").work().trial();
        Files.writeString(directory.root().resolve("failures"), "a file where the folder should be");
        assertThat(failures.contains(trial)).isTrue();
        assertThat(said.toString()).contains("found a damaged file");
    }

    /** Runs a script as the process of a trial to its end, and settles the trial. */
    private RunningTrial ended(String script) throws Exception {
        directory = new SweepDirectory(runs, "shell");
        boolean json = false;
        boolean quiet = false;
        PrintWriter writer = new PrintWriter(said);
        SweepScreen screen = new SweepScreen(new Terminal(writer, writer, json, quiet), "shell", 1, 0, 1);
        failures = new FailedTrials(directory, screen);
        Strategy strategy = Strategy.complete(List.of(), directory);
        settlement = new Settlement(directory, strategy, RETRIES, failures, screen);
        RunningTrial trial = ShellTrial.start(directory.leases(), 0, script);
        awaitEnd(trial);
        settlement.settle(trial);
        return trial;
    }

    private static void awaitEnd(RunningTrial trial) throws InterruptedException {
        while (trial.process().isAlive()) {
            Thread.sleep(5);
        }
    }

    /** The outcome that the first lease of the trial records. */
    private String outcome(RunningTrial trial) throws IOException {
        Path lease = directory.leases().resolve(trial.work().trial().key()).resolve("1");
        return LeaseRecord.read(lease).outcome();
    }
}
