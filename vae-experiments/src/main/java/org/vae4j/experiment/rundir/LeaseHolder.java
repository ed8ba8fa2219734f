package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds a {@link RunLease}, as the lease's file names it.
 *
 * @param host its computer, for people
 * @param place where its number means the same, as {@link Host#place} has it
 * @param pid its number, which the system may give to another process when this one is dead
 * @param processStarted when it started, ISO 8601 in UTC, which tells the two apart
 */
record LeaseHolder(String host, String place, long pid, String processStarted) {

    /** Clocks are set while processes run. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    /** Of this computer. */
    static LeaseHolder of(ProcessHandle process) {
        Instant started = process.info().startInstant().orElseGet(Instant::now);
        return new LeaseHolder(Host.name(), Host.place(), process.pid(), started.toString());
    }

    /** Nothing for a file that is gone or was not written to its end. */
    static Optional<LeaseHolder> read(Path file) {
        try {
            return Optional.of(Json.read(file, LeaseHolder.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean isHere() {
        return Host.place().equals(place);
    }

    /** Asked on its own computer. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(Host::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(Instant.parse(processStarted), start)
                                        .abs()
                                        .compareTo(CLOCK_STEP)
                                <= 0)
                        .orElse(true))
                .isPresent();
    }
}
