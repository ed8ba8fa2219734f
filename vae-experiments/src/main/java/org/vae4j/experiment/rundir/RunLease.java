package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.lease.Lease;
import org.vae4j.experiment.lease.LeaseSeries;
import org.vae4j.experiment.lease.LeaseStanding;
import org.vae4j.experiment.lease.ProcessIdentity;

/**
 * The right to work in a run directory, which one process has at a time.
 *
 * <p>The right is a file {@code .lease-<n>} in the directory. The highest number counts, and {@link LeaseSeries} says
 * how the next one is taken. Whenever a process writes {@code status.json} in its directory, it also shows that it
 * lives. A process whose lease was taken over, for example because its computer slept, must not write any more:
 * {@link #state()} tells.
 *
 * <p>Within a process the lease is shared. Every {@link #acquire} of the same directory gives the same object, and the
 * first {@link #release} gives the right back for all. Safe for use by several threads.
 */
final class RunLease {

    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final String PREFIX = ".lease-";
    private static final long POLL_MILLIS = 500;

    /** The leases of this process, by the real path of their directory. */
    private static final Map<Path, RunLease> HELD = new ConcurrentHashMap<>();

    /** Threads that take or give back the lease of one directory do so one after the other. */
    private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

    private final Path root;
    private final Lease lease;
    private final boolean afterDeath;

    private RunLease(Path root, Lease lease, boolean afterDeath) {
        this.root = root;
        this.lease = lease;
        this.afterDeath = afterDeath;
    }

    /** Whether a file of this name is a lease, which says who works, or worked, in the directory. */
    static boolean isLease(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Takes the lease of a directory, or returns the one that this process holds already.
     *
     * <p>Waits, for at most {@link LeaseSeries#STALE}, where the last owner cannot be looked up and may be alive.
     *
     * @param directory a run directory that exists
     * @return the lease, which is held
     * @throws RunDirectoryException when a live process holds the lease
     * @throws IOException when a lease cannot be read or written
     */
    static RunLease acquire(Path directory) throws IOException {
        Path root = directory.toRealPath();
        synchronized (monitor(root)) {
            RunLease held = HELD.get(root);
            if (held != null && held.state() == Lease.State.HELD) {
                return held;
            }
            Succession succession = Succession.await(series(root), root);
            boolean afterDeath = succession.predecessor() == LeaseStanding.State.ABANDONED;
            RunLease taken = new RunLease(root, succession.lease(), afterDeath);
            HELD.put(root, taken);
            return taken;
        }
    }

    /** Whether the process that held the lease before had died without giving it back. */
    boolean isAfterDeath() {
        return afterDeath;
    }

    /** How the lease stands now, as the files tell. */
    Lease.State state() {
        return lease.state();
    }

    /**
     * Gives the lease back. Where that cannot be written, a warning says so, and other processes get the lease when
     * this one ends.
     *
     * @param outcome what came of the work, for the record
     */
    void release(String outcome) {
        try {
            giveBack(outcome);
        } catch (IOException e) {
            LOG.warn("cannot release the lease on {}: other processes get it when this one ends", root, e);
        }
    }

    /**
     * Gives the lease back and deletes the files of all leases, because the directory itself is about to be deleted.
     *
     * @throws IOException when the lease cannot be given back or a file cannot be deleted
     */
    void releaseForRemoval() throws IOException {
        giveBack("removed");
        series(root).deleteFree();
    }

    private void giveBack(String outcome) throws IOException {
        synchronized (monitor(root)) {
            lease.release(outcome);
            HELD.remove(root, this);
        }
    }

    private static Object monitor(Path root) {
        return MONITORS.computeIfAbsent(root, path -> new Object());
    }

    private static LeaseSeries series(Path root) {
        return new LeaseSeries(root, PREFIX, List.of(root.resolve(RunFiles.STATUS)), ProcessIdentity.self());
    }

    /**
     * A lease that this process took after another one.
     *
     * @param lease what was taken
     * @param predecessor how the lease before it stood at that moment
     */
    private record Succession(Lease lease, LeaseStanding.State predecessor) {

        /**
         * Waits until the newest lease of a run directory is free or its owner is dead, and takes the next one.
         *
         * <p>An owner on this computer is looked up, which needs no waiting. Of any other owner the signs of life are
         * watched until one comes or {@link LeaseSeries#STALE} has passed without one.
         *
         * @param series the leases of the directory
         * @param root the directory, for messages
         * @return the lease that was taken
         * @throws RunDirectoryException when the owner shows that it lives, or another process takes the next lease
         *     first
         * @throws IOException when a lease cannot be read or written
         */
        static Succession await(LeaseSeries series, Path root) throws IOException {
            LeaseStanding previous = series.standing();
            if (previous.state() == LeaseStanding.State.UNCERTAIN) {
                LOG.warn(
                        "{} was held by a process on another computer a moment ago: waiting at most {} s for a sign of life",
                        root,
                        LeaseSeries.STALE.toSeconds());
            }
            LeaseStanding current = previous;
            while (true) {
                Optional<Lease> lease = series.acquireAfter(current);
                if (lease.isPresent()) {
                    return new Succession(lease.get(), current.state());
                }
                if (hasLiveOwner(current, previous)) {
                    throw RunDirectoryException.live(root, name(current.owner()));
                }
                sleep();
                previous = current;
                current = series.standing();
            }
        }

        /**
         * Whether the newest lease is certainly held: its owner was looked up, gave a sign of life, or has just come.
         */
        private static boolean hasLiveOwner(LeaseStanding current, LeaseStanding previous) {
            if (current.isFree()) {
                return false;
            }
            if (current.state() == LeaseStanding.State.ALIVE) {
                return true;
            }
            boolean anotherCameFirst = current.number() > previous.number();
            boolean gaveSignOfLife =
                    current.number() == previous.number() && !current.lastSign().equals(previous.lastSign());
            return anotherCameFirst || gaveSignOfLife;
        }

        private static String name(ProcessIdentity owner) {
            return owner.pid() == 0
                    ? "a process that has just begun"
                    : "process " + owner.pid() + " on " + owner.host();
        }

        private static void sleep() {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunDirectoryException(
                        "interrupted while waiting for the process that held the run directory", e);
            }
        }
    }
}
