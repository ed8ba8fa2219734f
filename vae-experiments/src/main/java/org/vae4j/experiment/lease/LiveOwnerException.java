package org.vae4j.experiment.lease;

/** A lease cannot be taken, because a live process holds it. */
public final class LiveOwnerException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient ProcessIdentity owner;

    LiveOwnerException(ProcessIdentity owner) {
        super("found the live owner " + owner);
        this.owner = owner;
    }

    /** {@return the process that holds the lease} */
    public ProcessIdentity owner() {
        return owner;
    }
}
