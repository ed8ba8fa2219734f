package org.vae4j.experiment.api;

import java.util.Optional;
import org.vae4j.experiment.rundir.RunState;

/** Says that a run did not reach its end. The message is one line with the reason. */
public final class RunFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<RunState> state;

    /** Makes the failure of a run that was refused before it began. */
    RunFailure(String message) {
        super(message);
        this.state = Optional.empty();
    }

    RunFailure(RunState state, String message) {
        super(message);
        this.state = Optional.of(state);
    }

    /**
     * The end of the run.
     *
     * @return FAILED or INTERRUPTED; empty for a run that was refused before it began, whose directory was not touched
     */
    public Optional<RunState> state() {
        return state;
    }
}
