package org.vae4j.experiment.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.sweep.plan.Trial;

@DisabledOnOs(OS.WINDOWS)
class TrialStopTest {

    @TempDir
    Path folder;

    /** Whoever frees its lease afterwards must not free that of a live process. */
    @Test
    void returnsOnlyWhenATrialThatIgnoresItHasEnded() throws Exception {
        RunningTrial stubborn = trial("trap '' TERM; echo ready; while :; do sleep 1; done");
        assertThat(new TrialStop(Duration.ofMillis(200)).stop(List.of(stubborn))).isEmpty();
        assertThat(stubborn.process().isAlive()).isFalse();
        assertThat(stubborn.process().exitCode()).isEqualTo(137);
    }

    @Test
    void letsATrialEndInOrder() throws Exception {
        RunningTrial orderly = trial("trap 'exit 130' TERM; echo ready; while :; do sleep 0.1; done");
        assertThat(new TrialStop(Duration.ofMinutes(1)).stop(List.of(orderly))).isEmpty();
        assertThat(orderly.process().exitCode()).isEqualTo(130);
    }

    @Test
    void isNotCutShortByAnInterrupt() throws Exception {
        RunningTrial orderly = trial("trap 'sleep 1; exit 130' TERM; echo ready; while :; do sleep 0.1; done");
        Thread.currentThread().interrupt();
        assertThat(new TrialStop(Duration.ofMinutes(1)).stop(List.of(orderly))).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(orderly.process().exitCode()).isEqualTo(130);
    }

    /** A shell script in place of a training, at the point where it listens to signals. */
    private RunningTrial trial(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        while (process.getInputStream().available() == 0) {
            assertThat(process.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        Trial trial = new Trial(0, Map.of(), Optional.empty(), Optional.of("none"));
        return new RunningTrial(
                new Assignment(trial, OptionalInt.empty()),
                folder,
                new TrialProcess(process),
                new TrialLeases(folder).acquire(Long.toString(process.pid())).orElseThrow());
    }
}
