package org.vae4j.experiment.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.BoundNames;

/**
 * The section {@code halving} of a sweep's file: asynchronous successive halving (ASHA; Li et al. 2020, "A system for
 * massively parallel hyperparameter tuning", algorithm 2). Every trial trains up to the first rung, and the best 1/η of
 * the trials that reached a rung continue to the next.
 *
 * @param first the epochs of the first rung, at least 1; each further rung has η times as many, the last one all epochs
 * @param factor η, at least 2
 * @param metric the number in {@code metrics.jsonl} by which trials are compared at a rung, such as {@code
 *     valid.negElboNats}; a lower one is better
 */
public record HalvingConfig(int first, int factor, String metric) {

    public HalvingConfig {
        if (first < 1) {
            throw new IllegalArgumentException("halving.first: found " + first + ", expected at least 1 epoch");
        }
        if (factor < 2) {
            throw new IllegalArgumentException("halving.factor: found " + factor + ", expected at least 2");
        }
        if (metric.startsWith("test.")) {
            throw new IllegalArgumentException("halving.metric: found '" + metric + "', expected one that is not of the"
                    + " test set, such as valid.negElboNats with data.valid=5000: who selects on the test set reports"
                    + " too"
                    + " good a number");
        }
    }

    /** Whether the metric is a likelihood or a bound on one, which cannot be compared between likelihood protocols. */
    boolean ranksNats() {
        return metric.endsWith("Nats") || metric.endsWith("." + BoundNames.LOSS.total());
    }

    /**
     * The epochs after which trials are compared: first · η^i as long as that is less than all epochs, and all epochs.
     *
     * @param epochs the number of epochs of a whole training
     * @return the rungs in increasing order, ending with {@code epochs}
     */
    public List<Integer> rungs(int epochs) {
        List<Integer> rungs = new ArrayList<>();
        for (long rung = first; rung < epochs; rung *= factor) {
            rungs.add((int) rung);
        }
        rungs.add(epochs);
        return rungs;
    }
}
