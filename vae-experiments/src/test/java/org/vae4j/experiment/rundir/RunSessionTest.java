package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.binding.NoOptions;

class RunSessionTest {

    private static final int NEVER = 0;
    private static final double MAX_SECONDS_OF_A_TEST = 600;

    @TempDir
    Path runs;

    private RunDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = RunDirectory.open(runs, new ConfigResolver("example", "", NoOptions.class).resolve(List.of()));
    }

    @Test
    void theStatusOfANewSessionIsRunning() {
        try (RunSession session = new RunSession(directory)) {
            assertThat(status().state()).isEqualTo(RunState.RUNNING);
            assertThat(session.directory()).isSameAs(directory);
        }
    }

    @Test
    void endWritesTheStateTheReasonAndTheProgress() {
        try (RunSession session = new RunSession(directory)) {
            session.progress("working", 0.5);
            session.end(RunState.INTERRUPTED, "stopped");
        }
        RunStatus status = status();
        assertThat(status.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(status.reason()).contains("stopped");
        assertThat(status.doing()).isEqualTo("working");
        assertThat(status.fraction()).isEqualTo(0.5);
    }

    @Test
    void onlyTheFirstCallEndsASession() {
        try (RunSession session = new RunSession(directory)) {
            assertThat(session.end(RunState.INTERRUPTED, "stopped")).isTrue();
            assertThat(session.done()).isFalse();
        }
        assertThat(status().state()).isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void closeEndsAnOpenSessionAsFailed() {
        new RunSession(directory).close();
        assertThat(status().state()).isEqualTo(RunState.FAILED);
    }

    /** A scheduled task that throws would never be run again, and the run would seem dead. */
    @Test
    void theHeartbeatGoesOnAfterABeatThatFails() throws InterruptedException {
        int failingLook = 3;
        try (RunSession session = new RunSession(directory, clock(1, failingLook), Duration.ofMillis(20))) {
            Instant afterTheFailure = Instant.EPOCH.plusSeconds(failingLook + 2);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (heartbeat().isBefore(afterTheFailure) && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertThat(heartbeat()).isAfterOrEqualTo(afterTheFailure);
            assertThat(session.directory()).isSameAs(directory);
        }
    }

    @Test
    void theDurationDoesNotDependOnAClockThatIsSetBack() {
        try (RunSession session = new RunSession(directory, clock(-100_000, NEVER), Duration.ofHours(1))) {
            assertThat(session.seconds()).isBetween(0.0, MAX_SECONDS_OF_A_TEST);
            session.done();
            assertThat(status().seconds()).isBetween(0.0, MAX_SECONDS_OF_A_TEST).isEqualTo(session.seconds());
        }
    }

    private RunStatus status() {
        return RunFiles.in(directory.root()).status().orElseThrow();
    }

    private Instant heartbeat() {
        return Instant.parse(status().heartbeat());
    }

    /** A clock that advances by some seconds at each look, or goes back, and fails at one of the looks. */
    private static Clock clock(int secondsPerLook, int failingLook) {
        AtomicInteger looks = new AtomicInteger();
        return new Clock() {
            @Override
            public Instant instant() {
                int look = looks.incrementAndGet();
                if (look == failingLook) {
                    throw new IllegalStateException("no time");
                }
                return Instant.EPOCH.plusSeconds((long) secondsPerLook * look);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
