package org.vae4j.train;

import java.util.Locale;
import org.vae4j.objective.ElboTerms;

/** Ends a training that can't recover, before it costs the rest of the night. */
final class DivergenceGuard {

    private final double factor;
    private FirstSteps firstSteps;

    DivergenceGuard(double factor, FirstSteps firstSteps) {
        this.factor = factor;
        this.firstSteps = firstSteps;
    }

    void check(ElboTerms terms, Progress progress) {
        double value = terms.objectiveNats();
        if (!Double.isFinite(value)) {
            throw new DivergedException("found an objective of " + value + " " + where(progress)
                    + ", expected a finite number: lower the learning rate, and check that the data lie in [0, 1]"
                    + " and hold no NaN");
        }
        if (!firstSteps.isComplete()) {
            firstSteps = firstSteps.plus(value);
            return;
        }
        double first = Math.abs(firstSteps.mean());
        if (value > factor * (first + 1)) {
            throw new DivergedException(String.format(
                    Locale.ROOT,
                    "found an objective of %.4g nats %s, expected less than %.4g (%.3g times the first steps'):"
                            + " lower the learning rate",
                    value,
                    where(progress),
                    factor * (first + 1),
                    factor));
        }
    }

    private static String where(Progress progress) {
        return "at iteration " + progress.iteration() + " of epoch " + (progress.epoch() + 1);
    }
}
