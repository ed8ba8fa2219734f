package org.vae4j.experiment.run;

import java.util.Map;

/** Signals that a training paused at {@code runtime.untilEpoch}. It is no failure: the same command continues it. */
public final class PausedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> metrics;

    /**
     * Describes where the training paused.
     *
     * @param epoch the number of epochs that are done
     * @param metrics the test metrics of the model at this epoch, in nats per example
     */
    PausedException(int epoch, Map<String, Object> metrics) {
        super("paused after epoch " + epoch + ", as runtime.untilEpoch says");
        this.metrics = Map.copyOf(metrics);
    }

    /**
     * The test metrics at the pause.
     *
     * @return metrics in nats per example, by name
     */
    public Map<String, Object> metrics() {
        return metrics;
    }
}
