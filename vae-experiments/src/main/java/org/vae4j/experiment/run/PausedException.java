package org.vae4j.experiment.run;

import java.util.Map;

/** A training paused where {@code runtime.untilEpoch} told it to; nothing is wrong, and the same command goes on. */
public final class PausedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> metrics;

    /**
     * Paused.
     *
     * @param epoch after how many epochs
     * @param metrics of the model as it is now, on the test set, in nats per example
     */
    PausedException(int epoch, Map<String, Object> metrics) {
        super("paused after epoch " + epoch + ", as runtime.untilEpoch says");
        this.metrics = Map.copyOf(metrics);
    }

    /**
     * The test metrics so far.
     *
     * @return in nats per example
     */
    public Map<String, Object> metrics() {
        return metrics;
    }
}
