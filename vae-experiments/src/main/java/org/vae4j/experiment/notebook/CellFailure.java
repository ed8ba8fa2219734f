package org.vae4j.experiment.notebook;

/**
 * Says that a cell did not reach its end. The message tells the reader of the notebook what went wrong, in few lines.
 */
public final class CellFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** The reason why a cell did not reach its end. */
    public enum Reason {
        /** The code cannot be compiled. */
        REJECTED,
        /** The code threw an exception or error. */
        THREW,
        /** The cell was interrupted. */
        INTERRUPTED
    }

    private final Reason reason;
    private final String kind;

    CellFailure(Reason reason, String kind, String message) {
        super(message);
        this.reason = reason;
        this.kind = kind;
    }

    /** {@return why the cell did not reach its end} */
    public Reason reason() {
        return reason;
    }

    /** {@return the simple name of the exception, or CompileError if the code cannot be compiled} */
    public String kind() {
        return kind;
    }
}
