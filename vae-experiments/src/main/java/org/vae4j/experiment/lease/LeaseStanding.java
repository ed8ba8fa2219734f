package org.vae4j.experiment.lease;

import java.time.Instant;

/**
 * A reading of the newest lease of a series.
 *
 * @param number the number of the lease; 0 if there is none
 * @param state the state of the lease
 * @param owner the process that took the lease
 * @param lastSign the time of the last sign of life of this process, by the clock of the file system
 */
public record LeaseStanding(int number, State state, ProcessIdentity owner, Instant lastSign) {

    /** The state of a lease, as other processes see it. */
    public enum State {
        /** There is no lease yet. */
        NONE,
        /** Its owner has given it back. */
        RELEASED,
        /** Its owner has died without giving it back, or has been silent for too long. */
        ABANDONED,
        /** Its owner is a live process of this computer. */
        ALIVE,
        /** Its owner cannot be looked up from here, and gave a sign of life recently. */
        UNCERTAIN
    }

    static final LeaseStanding NONE = new LeaseStanding(0, State.NONE, ProcessIdentity.UNKNOWN, Instant.EPOCH);

    /** {@return whether the next lease may be taken} */
    public boolean isFree() {
        return state != State.ALIVE && state != State.UNCERTAIN;
    }

    /**
     * Whether a live process certainly holds the lease: its owner was looked up, or it gave a sign of life or took the
     * lease since an earlier reading.
     *
     * @param earlier the earlier reading of the same series
     * @return false if the lease is free, or if its owner may be dead
     */
    boolean isCertainlyHeldSince(LeaseStanding earlier) {
        boolean gaveSignOfLife = number == earlier.number && !lastSign.equals(earlier.lastSign);
        boolean wasTakenSince = number > earlier.number;
        return !isFree() && (state == State.ALIVE || gaveSignOfLife || wasTakenSince);
    }
}
