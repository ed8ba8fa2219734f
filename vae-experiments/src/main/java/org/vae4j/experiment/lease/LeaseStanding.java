package org.vae4j.experiment.lease;

import java.time.Instant;

/**
 * What the newest lease of a series tells.
 *
 * @param number its number; 0 when there is none yet
 * @param state whether it is held
 * @param owner the process that took it
 * @param lastSign when that process was last known to live, by the clock of the file system
 */
public record LeaseStanding(int number, State state, ProcessIdentity owner, Instant lastSign) {

    /** Whether a lease is held. */
    public enum State {
        /** There is no lease yet. */
        NONE,
        /** Its owner has given it back. */
        RELEASED,
        /** Its owner has died without giving it back, or has been silent for too long. */
        ABANDONED,
        /** Its owner is a process of this computer that lives. */
        ALIVE,
        /** Its owner cannot be looked up from here, and gave a sign of life not long ago. */
        UNCERTAIN
    }

    static final LeaseStanding NONE = new LeaseStanding(0, State.NONE, ProcessIdentity.UNKNOWN, Instant.EPOCH);

    /** {@return whether the next lease may be taken} */
    public boolean isFree() {
        return state != State.ALIVE && state != State.UNCERTAIN;
    }

    /**
     * Whether a live process is known to hold the lease: its owner was looked up, or gave a sign of life since an
     * earlier look, or took the lease since then.
     *
     * @param earlier how the newest lease stood before
     * @return false where the lease is free, and where nothing is known of its owner
     */
    boolean isCertainlyHeldSince(LeaseStanding earlier) {
        boolean gaveSignOfLife = number == earlier.number && !lastSign.equals(earlier.lastSign);
        boolean wasTakenSince = number > earlier.number;
        return !isFree() && (state == State.ALIVE || gaveSignOfLife || wasTakenSince);
    }
}
