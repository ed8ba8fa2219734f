package org.vae4j.experiment.sweep.lease;

import java.time.Instant;
import java.util.Optional;
import org.vae4j.experiment.rundir.Host;

/**
 * A process that can hold a lease.
 *
 * @param host for people
 * @param place where process numbers mean the same, as {@link Host#place} has it
 * @param pid its number
 * @param started when it started, in the system's own unit; 0 where the system does not tell
 */
public record Owner(String host, String place, long pid, long started) {

    /** Of {@code /proc/PID/stat}, counted behind the name. */
    private static final int START_FIELD = 19;

    /** This process. */
    public static Owner self() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(Host.name(), Host.place(), self.pid(), startOf(self));
    }

    /** Whether this owner is known to have died: only a process of the same place can tell. */
    boolean isDead(Owner judge) {
        if (!place.equals(judge.place)) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        // A number that was given out again belongs to a process that started later.
        return process.isEmpty() || !Host.isAlive(process.get()) || startOf(process.get()) != started;
    }

    /** On Linux in ticks since boot: Java's own answer moves when the clock is set. */
    private static long startOf(ProcessHandle process) {
        String stat = Host.content("/proc/" + process.pid() + "/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > START_FIELD
                ? Long.parseLong(fields[START_FIELD])
                : process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
