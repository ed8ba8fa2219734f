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
 * The right to work in a run directory, which one process has at a time: the lease {@code .lease-<n>} with the highest
 * n, as {@link LeaseSeries} has it.
 *
 * <p>The heartbeat in {@code status.json} is the sign of life of its owner. A process that cannot look the owner up
 * waits until the heartbeat moves, and is refused, or until it is too old, and takes over. An owner whose lease was
 * taken over, because its computer had been asleep, may write no more.
 */
final class RunLease {

    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final String PREFIX = ".lease-";
    private static final long LOOK_MILLIS = 500;

    /** The leases of this process, which may open its run directory again. */
    private static final Map<Path, RunLease> HELD = new ConcurrentHashMap<>();

    private final Path root;
    private final Lease lease;
    private final LeaseStanding.State before;

    private RunLease(Path root, Lease lease, LeaseStanding.State before) {
        this.root = root;
        this.lease = lease;
        this.before = before;
    }

    /** Whether a file of this name says who works, or worked, in the directory. */
    static boolean isLease(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Takes the lease, or gives this process the one that it has.
     *
     * @throws RunDirectoryException when a live process has it
     */
    static RunLease acquire(Path directory) throws IOException {
        Path root = directory.toRealPath();
        RunLease mine = HELD.get(root);
        if (mine != null && mine.state() == Lease.State.HELD) {
            return mine;
        }
        RunLease taken = await(root);
        HELD.put(root, taken);
        return taken;
    }

    /** Whether the lease was taken over from a process that had died. */
    boolean isAfterDeath() {
        return before == LeaseStanding.State.ABANDONED;
    }

    Lease.State state() {
        return lease.state();
    }

    void release(String outcome) {
        HELD.remove(root, this);
        try {
            lease.release(outcome);
        } catch (IOException e) {
            LOG.info("cannot release the lease on {}: it lapses when this process ends", root, e);
        }
    }

    /** Gives the lease back and removes its file and those of earlier ones, because the directory itself is removed. */
    void releaseForRemoval() throws IOException {
        release("removed");
        series(root).deleteFree();
    }

    private static LeaseSeries series(Path root) {
        return new LeaseSeries(root, PREFIX, List.of(root.resolve(RunFiles.STATUS)), ProcessIdentity.self());
    }

    /**
     * Returns when the owner of the newest lease is known to be dead; for one that cannot be looked up that takes a
     * while.
     */
    private static RunLease await(Path root) throws IOException {
        LeaseSeries series = series(root);
        LeaseStanding first = series.standing();
        if (first.state() == LeaseStanding.State.UNCERTAIN) {
            LOG.warn(
                    "{} was held by a process on another computer a moment ago: waiting at most {} s for a sign of life",
                    root,
                    LeaseSeries.STALE.toSeconds());
        }
        LeaseStanding before = first;
        LeaseStanding now = first;
        while (true) {
            Optional<Lease> lease = series.acquireAfter(now);
            if (lease.isPresent()) {
                return new RunLease(root, lease.get(), now.state());
            }
            if (isLive(now, before)) {
                throw RunDirectoryException.live(root, who(now.owner()));
            }
            sleep();
            before = now;
            now = series.standing();
        }
    }

    private static boolean isLive(LeaseStanding now, LeaseStanding before) {
        boolean moved = now.number() == before.number() && !now.lastSign().equals(before.lastSign());
        boolean taken = now.number() > before.number();
        return now.state() == LeaseStanding.State.ALIVE || !now.isFree() && (moved || taken);
    }

    private static String who(ProcessIdentity owner) {
        return owner.pid() == 0 ? "a process that has just begun" : "process " + owner.pid() + " on " + owner.host();
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunDirectoryException("interrupted while waiting for the process that held the run directory", e);
        }
    }
}
