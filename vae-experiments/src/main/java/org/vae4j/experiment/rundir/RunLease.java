package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.lease.Lease;
import org.vae4j.experiment.lease.LeaseSeries;
import org.vae4j.experiment.lease.LeaseStanding;
import org.vae4j.experiment.lease.LeaseTakeover;
import org.vae4j.experiment.lease.LiveOwnerException;
import org.vae4j.experiment.lease.ProcessIdentity;

/**
 * The right to work in a run directory, which one process has at a time.
 *
 * <p>The right is a file {@code .lease-<n>} in the directory; the highest number counts. {@link LeaseTakeover} says
 * when a process may take the next number. The file {@code status.json}, which a run writes regularly, shows other
 * computers that its process is alive. A process loses the right if another one takes it for dead, for example because
 * its computer slept. Therefore {@link #state()} must be checked before anything is written into the directory.
 *
 * <p>All threads of a process share one lease per directory. Every {@link #acquire} returns the same object, and after
 * the first {@link #release} none of them has the right any more. Safe for use by several threads.
 */
final class RunLease {

    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final String PREFIX = ".lease-";

    /** The leases of this process, by the real path of their directory. */
    private static final Map<Path, RunLease> HELD = new ConcurrentHashMap<>();

    /** The locks under which threads take and give back the lease of a directory. */
    private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

    private final Path root;
    private final Lease lease;
    private final boolean previousOwnerDied;

    private RunLease(Path root, Lease lease, boolean previousOwnerDied) {
        this.root = root;
        this.lease = lease;
        this.previousOwnerDied = previousOwnerDied;
    }

    /** Whether a file of this name is a lease. */
    static boolean isLease(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Takes the lease of a directory, or returns the lease that this process holds already. Waits for at most {@link
     * LeaseSeries#STALE} if the last owner cannot be looked up and may be alive.
     *
     * @param directory a run directory that exists
     * @return the lease, which is held
     * @throws RunDirectoryException if a live process holds the lease
     * @throws IOException if a lease cannot be read or written
     */
    static RunLease acquire(Path directory) throws IOException {
        Path root = directory.toRealPath();
        synchronized (monitor(root)) {
            RunLease held = HELD.get(root);
            if (held != null && held.state() == Lease.State.HELD) {
                return held;
            }
            LeaseTakeover takeover = takeOver(root);
            boolean ownerDied = takeover.predecessor() == LeaseStanding.State.ABANDONED;
            RunLease taken = new RunLease(root, takeover.lease(), ownerDied);
            HELD.put(root, taken);
            return taken;
        }
    }

    /** Whether the process that held the lease before had died without giving it back. */
    boolean previousOwnerDied() {
        return previousOwnerDied;
    }

    /** The present state of the lease, by the files on disk. */
    Lease.State state() {
        return lease.state();
    }

    /**
     * Gives the lease back. If that cannot be written, a warning is logged, and other processes get the lease when this
     * process ends.
     *
     * @param outcome the outcome of the work, for the record
     */
    void release(String outcome) {
        try {
            giveBack(outcome);
        } catch (IOException e) {
            LOG.warn("cannot release the lease on {}: other processes get it when this one ends", root, e);
        }
    }

    /**
     * Gives the lease back and deletes the files of all leases, because the directory is about to be deleted. If
     * another process takes the next lease meanwhile, its file stays, so that the directory cannot be deleted.
     *
     * @throws IOException if the lease cannot be given back, or if a file cannot be deleted
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

    private static LeaseTakeover takeOver(Path root) throws IOException {
        LeaseSeries series = series(root);
        if (series.standing().state() == LeaseStanding.State.UNCERTAIN) {
            LOG.warn(
                    "{} was held by a process on another computer a moment ago: waiting at most {} s for a sign of life",
                    root,
                    LeaseSeries.STALE.toSeconds());
        }
        try {
            return LeaseTakeover.await(series);
        } catch (LiveOwnerException e) {
            throw RunDirectoryException.live(root, name(e.owner()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunDirectoryException("interrupted while waiting for the process that held the run directory", e);
        }
    }

    private static String name(ProcessIdentity owner) {
        return owner.pid() == 0 ? "a process that has just begun" : "process " + owner.pid() + " on " + owner.host();
    }

    private static Object monitor(Path root) {
        return MONITORS.computeIfAbsent(root, path -> new Object());
    }

    private static LeaseSeries series(Path root) {
        return new LeaseSeries(root, PREFIX, List.of(root.resolve(RunFiles.STATUS)), ProcessIdentity.self());
    }
}
