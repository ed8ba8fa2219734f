package org.vae4j.train;

import java.util.Locale;
import org.vae4j.objective.ElboTerms;

/**
 * Ends a training that can't recover, rather than let it run to its last epoch.
 *
 * <p>The scale of an objective is s = max(|m| + 1, d) nats, with m its mean over the first {@link FirstSteps#COUNT}
 * steps and d the number of features. The objective is a sum over d features of about one nat each; d bounds the scale
 * from below where m happens to be near zero, which a log-density may be. With the factor f, training has diverged when
 * the objective is not finite, exceeds f s, or falls below −f s. The last happens to a density whose σ shrinks towards
 * zero on features that hardly vary.
 */
final class DivergenceGuard {

    private static final String LOWER_THE_RATE = "lower the learning rate";
    private static final String DENSITY =
            " or, if some features are constant or nearly so, fix the likelihood's sigma or"
                    + " give it a floor: a density of constant values has no maximum";

    private final double factor;
    private FirstSteps firstSteps;
    /** Whether an objective was negative, which tells that the likelihood is a density rather than a probability. */
    private boolean negativeSeen;

    DivergenceGuard(double factor, FirstSteps firstSteps) {
        this.factor = factor;
        this.firstSteps = firstSteps;
        this.negativeSeen = firstSteps.objectiveNats() < 0;
    }

    /**
     * Checks the objective of one step, and counts it among the first steps until there are enough.
     *
     * @throws DivergedException when training has diverged
     */
    void check(ElboTerms terms, Progress progress, long features) {
        double value = terms.objectiveNats();
        if (!Double.isFinite(value)) {
            throw new DivergedException("found an objective of " + value + " " + where(progress)
                    + ", expected a finite number: " + LOWER_THE_RATE + ", check that the data lie in [0, 1]"
                    + " and hold no NaN" + (negativeSeen ? "," + DENSITY : ""));
        }
        negativeSeen |= value < 0;
        if (!firstSteps.isComplete()) {
            firstSteps = firstSteps.plus(value);
            return;
        }
        double bound = factor * Math.max(Math.abs(firstSteps.mean()) + 1, features);
        if (value > bound) {
            throw diverged(value, progress, "less than " + nats(bound), LOWER_THE_RATE + (negativeSeen ? DENSITY : ""));
        }
        if (value < -bound) {
            throw diverged(
                    value,
                    progress,
                    "more than " + nats(-bound),
                    "the density grows without bound; fix the likelihood's sigma or give it a floor, and look for"
                            + " features that are constant or nearly so");
        }
    }

    private DivergedException diverged(double value, Progress progress, String expected, String remedy) {
        return new DivergedException(
                "found an objective of " + nats(value) + " nats " + where(progress) + ", expected " + expected
                        + String.format(Locale.ROOT, " (%.3g times the scale of the first steps): ", factor) + remedy);
    }

    private static String nats(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** Iterations are counted over all epochs. */
    private static String where(Progress progress) {
        return "at iteration " + progress.iteration() + ", in epoch " + (progress.epoch() + 1);
    }
}
