package org.vae4j.experiment.lease;

import java.io.IOException;
import java.util.Optional;

/**
 * A lease that this process took after another one.
 *
 * @param lease what was taken
 * @param predecessor how the lease before it stood at that moment
 */
public record LeaseTakeover(Lease lease, LeaseStanding.State predecessor) {

    private static final long POLL_MILLIS = 500;

    /**
     * Waits until the newest lease of a series is free or its owner is dead, and takes the next one.
     *
     * <p>An owner on this computer is looked up, which needs no waiting. Any other owner is watched until it gives a
     * sign of life, or until {@link LeaseSeries} takes it for dead because it gave none for {@link LeaseSeries#STALE}.
     *
     * @param series the leases
     * @return the lease that was taken
     * @throws LiveOwnerException when the owner shows that it lives, or another process takes the next lease first
     * @throws InterruptedException when this thread is interrupted while it waits; nothing was taken
     * @throws IOException when a lease cannot be read or written
     */
    public static LeaseTakeover await(LeaseSeries series) throws IOException, LiveOwnerException, InterruptedException {
        LeaseStanding first = series.standing();
        LeaseStanding current = first;
        while (true) {
            Optional<Lease> lease = series.acquireAfter(current);
            if (lease.isPresent()) {
                return new LeaseTakeover(lease.get(), current.state());
            }
            if (current.isCertainlyHeldSince(first)) {
                throw new LiveOwnerException(current.owner());
            }
            Thread.sleep(POLL_MILLIS);
            current = series.standing();
        }
    }
}
