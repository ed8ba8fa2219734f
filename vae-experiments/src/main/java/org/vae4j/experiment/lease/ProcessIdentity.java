package org.vae4j.experiment.lease;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * A process that can hold a lease.
 *
 * @param host the name of its computer, for people
 * @param place where its number means the same process, as {@link Host#place} has it
 * @param pid its number, which the system may give to another process when this one is dead
 * @param started when it started, in the system's own unit, which tells the two apart; 0 where the system does not tell
 */
public record ProcessIdentity(String host, String place, long pid, long started) {

    /**
     * Whoever made a lease and did not get to write who it was. Its place is none, so nobody can look the process up.
     */
    static final ProcessIdentity UNKNOWN = new ProcessIdentity("", "", 0, 0);

    /** No process started then. */
    private static final long NEVER = -1;

    /** The start of a process is the twentieth field behind its name in {@code /proc/PID/stat}, counted from 0. */
    private static final int START_FIELD = 19;

    /** Java's time of a process's start moves when the clock of the computer is set. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    /** What one process can say of the life of another. */
    enum Life {
        /** It was looked up and lives. */
        ALIVE,
        /** It was looked up and has ended. */
        DEAD,
        /** It cannot be looked up from here. */
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
     * Understands what a run's lease of version 0.1 says of its holder: the start as a time of day.
     *
     * @param host the name of its computer
     * @param place where its number means the same process
     * @param pid its number
     * @param processStarted when it started, ISO 8601 in UTC
     * @return the identity that the holder has today, if it lives and its place is this one
     */
    static ProcessIdentity ofVersion01(String host, String place, long pid, String processStarted) {
        long started = ProcessHandle.of(pid)
                .filter(process -> startedAt(process, processStarted))
                .map(ProcessIdentity::startOf)
                .orElse(NEVER);
        return new ProcessIdentity(host, place, pid, started);
    }

    /** What {@code judge} can say of this process: only one of the same place can look it up. */
    Life lifeSeenBy(ProcessIdentity judge) {
        if (!place.equals(judge.place)) {
            return Life.UNKNOWN;
        }
        return ProcessHandle.of(pid)
                .filter(Host::isAlive)
                // A number that was given out again belongs to a process that started later.
                .filter(process -> startOf(process) == started)
                .map(process -> Life.ALIVE)
                .orElse(Life.DEAD);
    }

    private static boolean startedAt(ProcessHandle process, String time) {
        try {
            Instant expected = Instant.parse(time);
            return process.info()
                    .startInstant()
                    .map(start -> Duration.between(expected, start).abs().compareTo(CLOCK_STEP) <= 0)
                    .orElse(true);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The start of a process; on Linux in ticks since boot, because Java's own answer moves with the clock. */
    private static long startOf(ProcessHandle process) {
        String stat = Host.content("/proc/" + process.pid() + "/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > START_FIELD
                ? Long.parseLong(fields[START_FIELD])
                : process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
