package org.vae4j.experiment.api;

import java.util.Optional;
import org.vae4j.experiment.rundir.RunState;

/** A run that did not come to its end; the message is one line and says why. */
public final class RunFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<RunState> state;

    /** A run that was refused before it began. */
    RunFailure(String message) {
        super(message);
        this.state = Optional.empty();
    }

    RunFailure(RunState state, String message) {
        super(message);
        this.state = Optional.of(state);
    }

    /**
     * How the run ended.
     *
     * @return FAILED or INTERRUPTED; nothing for one that was refused before it began, whose directory was not touched
     */
    public Optional<RunState> state() {
        return state;
    }
}
