package org.vae4j.experiment.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.BoundNames;

/**
 * Asynchronous successive halving (ASHA; Li et al. 2020, "A system for massively parallel hyperparameter tuning",
 * algorithm 2): every trial trains up to the first rung, and the best 1/η of those that reached a rung go on to the
 * next.
 *
 * @param first epochs of the first rung, at least 1; each further rung has η times as many, the last one all of them
 * @param factor η, at least 2
 * @param metric what is compared after a rung, lower is better: a number in {@code metrics.jsonl}, such as {@code
 *     valid.negElboNats}
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
                    + " test set, such as valid.negElboNats with data.valid=5000: who selects on the test set reports too"
                    + " good a number");
        }
    }

    /** Whether the metric is a likelihood or a bound on one in nats, which differs between likelihood protocols. */
    boolean ranksNats() {
        return metric.endsWith("Nats") || metric.endsWith("." + BoundNames.LOSS.total());
    }

    /** After how many epochs a training of {@code epochs} is compared; the last one is its end. */
    public List<Integer> rungs(int epochs) {
        List<Integer> rungs = new ArrayList<>();
        for (long rung = first; rung < epochs; rung *= factor) {
            rungs.add((int) rung);
        }
        rungs.add(epochs);
        return rungs;
    }
}
