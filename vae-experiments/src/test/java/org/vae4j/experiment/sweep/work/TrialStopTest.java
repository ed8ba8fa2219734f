package org.vae4j.experiment.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TrialStopTest {

    @TempDir
    Path folder;

    /** The caller releases the lease afterwards, which must not be done while the process lives. */
    @Test
    void killsATrialThatIgnoresTheSignalBeforeItReturns() throws Exception {
        RunningTrial stubborn = trial("trap '' TERM; touch \"$0\"; while :; do sleep 1; done");
        assertThat(new TrialStop(Duration.ofMillis(200)).stop(List.of(stubborn)))
                .isEmpty();
        assertThat(stubborn.process().isAlive()).isFalse();
        assertThat(stubborn.process().exitCode()).isEqualTo(137);
    }

    @Test
    void waitsForATrialThatStopsInOrder() throws Exception {
        RunningTrial orderly = trial("trap 'exit 130' TERM; touch \"$0\"; while :; do sleep 0.1; done");
        assertThat(new TrialStop(Duration.ofMinutes(1)).stop(List.of(orderly))).isEmpty();
        assertThat(orderly.process().exitCode()).isEqualTo(130);
    }

    @Test
    void keepsTheLastOutputOfAStoppedTrial() throws Exception {
        RunningTrial talkative = trial(
                "trap 'echo last words; echo \"{\\\"status\\\":1}\"; exit 130' TERM; touch \"$0\"; while :; do sleep 0.1; done");
        new TrialStop(Duration.ofMinutes(1)).stop(List.of(talkative));
        assertThat(talkative.process().exitCode()).isEqualTo(130);
        assertThat(talkative.process().lastLines()).containsExactly("last words");
        assertThat(talkative.process().report().path("status").asInt()).isEqualTo(1);
    }

    @Test
    void anInterruptDoesNotCutTheWaitShort() throws Exception {
        RunningTrial orderly = trial("trap 'sleep 1; exit 130' TERM; touch \"$0\"; while :; do sleep 0.1; done");
        Thread.currentThread().interrupt();
        assertThat(new TrialStop(Duration.ofMinutes(1)).stop(List.of(orderly))).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(orderly.process().exitCode()).isEqualTo(130);
    }

    /** Starts a script, and returns when it has made the file ready because it listens to signals. */
    private RunningTrial trial(String script) throws Exception {
        Path ready = folder.resolve("ready");
        RunningTrial trial = ShellTrial.start(folder.resolve("leases"), 0, script);
        while (!Files.exists(ready)) {
            assertThat(trial.process().isAlive()).isTrue();
            Thread.sleep(5);
        }
        return trial;
    }
}
