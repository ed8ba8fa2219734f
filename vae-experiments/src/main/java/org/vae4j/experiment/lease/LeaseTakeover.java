package org.vae4j.experiment.lease;

import java.io.IOException;
import java.util.Optional;

/**
 * A lease that this process took, and the state of the lease before it.
 *
 * @param lease the new lease
 * @param predecessor the state of the lease before it when the new one was taken
 */
public record LeaseTakeover(Lease lease, LeaseStanding.State predecessor) {

    private static final long POLL_MILLIS = 500;

    /**
     * Waits until the newest lease of a series is free or its owner is dead, and takes the next one.
     *
     * <p>An owner on this computer is looked up without waiting. Any other owner is watched until it gives a sign of
     * life, or until it has given none for {@link LeaseSeries#STALE} and counts as dead.
     *
     * @param series the leases
     * @return the new lease
     * @throws LiveOwnerException if the owner is alive, or if another process takes the next lease first
     * @throws InterruptedException if this thread is interrupted while it waits; it has then taken no lease
     * @throws IOException if a lease cannot be read or written
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
