package org.vae4j.experiment.notebook;

/**
 * A cell that did not come to its end. The message is what the reader sees first: what went wrong, in as few lines as
 * it takes.
 */
public final class CellFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why a cell did not come to its end. */
    public enum Reason {
        /** It is no Java that can be compiled here. */
        REJECTED,
        /** It threw something. */
        THREW,
        /** Somebody stopped it. */
        INTERRUPTED
    }

    private final Reason reason;
    private final String kind;

    CellFailure(Reason reason, String kind, String message) {
        super(message);
        this.reason = reason;
        this.kind = kind;
    }

    /** {@return why the cell did not come to its end} */
    public Reason reason() {
        return reason;
    }

    /** {@return the name of what was thrown, without its package, or a word for what else went wrong} */
    public String kind() {
        return kind;
    }
}
