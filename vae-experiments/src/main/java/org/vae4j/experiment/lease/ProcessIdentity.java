package org.vae4j.experiment.lease;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The identity of a process that can hold a lease.
 *
 * @param host the name of its computer, for messages
 * @param place the scope in which its number is unique, see {@link Host#place}
 * @param pid its number, which the system may give to another process after its death
 * @param started the time of its start, in the system's own unit, which tells it from later processes of the same
 *     number; 0 if the system does not tell it
 */
public record ProcessIdentity(String host, String place, long pid, long started) {

    /**
     * The owner of a lease without an owner's name, which a process has created and not yet written. Its place is
     * empty, so that no process can look it up.
     */
    static final ProcessIdentity UNKNOWN = new ProcessIdentity("", "", 0, 0);

    /** A start that no process has. */
    private static final long NEVER = -1;

    /** The index of a process's start among the fields behind its name in {@code /proc/PID/stat}, from 0. */
    private static final int START_FIELD = 19;

    /**
     * The tolerance for start times, since Java's time of a start shifts when the clock of the computer is adjusted.
     */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** The knowledge of one process about the life of another. */
    enum Life {
        /** The process was looked up and is alive. */
        ALIVE,
        /** The process was looked up and has ended. */
        DEAD,
        /** The process cannot be looked up from here. */
        UNKNOWN
    }

    /** {@return this process} */
    public static ProcessIdentity self() {
        return of(ProcessHandle.current());
    }

    /**
     * Identifies a process of this computer.
     *
     * @param process any process
     * @return its identity
     */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(Host.name(), Host.place(), process.pid(), startOf(process));
    }

    /**
     * Converts the owner in a lease of version 0.1, which has the time of the start in ISO 8601.
     *
     * @param host the name of its computer
     * @param place the scope in which its number is unique
     * @param pid its number
     * @param processStarted the time of its start, ISO 8601 in UTC
     * @return the identity that {@link #of} gives this process if it is alive on this computer; else an identity that
     *     no live process has
     */
    static ProcessIdentity ofVersion01(String host, String place, long pid, String processStarted) {
        long started = ProcessHandle.of(pid)
                .filter(process -> startedAt(process, processStarted))
                .map(ProcessIdentity::startOf)
                .orElse(NEVER);
        return new ProcessIdentity(host, place, pid, started);
    }

    /**
     * Whether this process is alive, as far as {@code judge} knows: only a process of the same place can look it up.
     */
    Life lifeSeenBy(ProcessIdentity judge) {
        if (!place.equals(judge.place)) {
            return Life.UNKNOWN;
        }
        return ProcessHandle.of(pid)
                .filter(Host::isAlive)
                // Another process with the same number has started later.
                .filter(process -> startOf(process) == started)
                .map(process -> Life.ALIVE)
                .orElse(Life.DEAD);
    }

    private static boolean startedAt(ProcessHandle process, String time) {
        try {
            Instant expected = Instant.parse(time);
            return process.info()
                    .startInstant()
                    .map(start -> Duration.between(expected, start).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                    .orElse(true);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The start of a process. On Linux it is in ticks since boot, since Java's time shifts with the clock. */
    private static long startOf(ProcessHandle process) {
        String stat = Host.content("/proc/" + process.pid() + "/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > START_FIELD
                ? Long.parseLong(fields[START_FIELD])
                : process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
