package org.vae4j.experiment.config.section;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The course of the learning rate η(t) over the epochs t, parts of epochs included: at most one of four shapes, in
 * which η₀ is {@code training.learningRate}, times a warm-up min(1, t / warmupEpochs).
 *
 * @param warmupEpochs number of epochs over which the rate rises linearly from 0, at least 0
 * @param cosine half a wave of a cosine
 * @param cosineRestarts half waves of a cosine, one after the other
 * @param exponential exponential decay
 * @param cyclic a rise to η₀ in each cycle
 */
public record ScheduleConfig(
        int warmupEpochs,
        Optional<Cosine> cosine,
        Optional<CosineRestarts> cosineRestarts,
        Optional<Exponential> exponential,
        Optional<Cyclic> cyclic) {

    /**
     * Checks that at most one shape is chosen.
     *
     * @throws IllegalArgumentException if several are
     */
    public ScheduleConfig {
        Check.atLeast("warmupEpochs", warmupEpochs, 0);
        if (count(cosine, cosineRestarts, exponential, cyclic) > 1) {
            throw new IllegalArgumentException("found several of cosine, cosineRestarts, exponential and cyclic,"
                    + " expected one of them at most");
        }
    }

    private static long count(Optional<?>... shapes) {
        return Stream.of(shapes).filter(Optional::isPresent).count();
    }

    /** {@return whether a shape is chosen} */
    boolean changes() {
        return count(cosine, cosineRestarts, exponential, cyclic) > 0;
    }

    /** {@return whether a shape or a warm-up is chosen} */
    public boolean changesOrWarmsUp() {
        return changes() || warmupEpochs > 0;
    }

    /** Checks that the floor of a decay does not lie above the learning rate. */
    void requireAtMost(double learningRate) {
        double floor = exponential.map(Exponential::floor).orElse(0.0);
        if (floor > learningRate) {
            throw Check.wrong("schedule.exponential.floor", floor, "none above learningRate, which is " + learningRate);
        }
    }

    /**
     * Half a wave of a cosine: η(t) = end + (η₀ − end)·(1 + cos(π t / epochs)) / 2, and end from t = epochs on.
     *
     * @param end the rate after the wave, at least 0
     * @param epochs the length of the wave, at least 1
     */
    public record Cosine(double end, int epochs) {

        /** Checks the numbers. */
        public Cosine {
            Check.notNegative("end", end);
            Check.atLeast("epochs", epochs, 1);
        }
    }

    /**
     * Half waves of a cosine with warm restarts: each wave is a {@link Cosine} that begins at η₀ again.
     *
     * @param end the rate at the end of each wave, at least 0
     * @param epochs the length of the first wave, at least 1
     * @param growth the ratio of the length of a wave to that of the wave before, at least 1
     */
    public record CosineRestarts(double end, int epochs, int growth) {

        /** Checks the numbers. */
        public CosineRestarts {
            Check.notNegative("end", end);
            Check.atLeast("epochs", epochs, 1);
            Check.atLeast("growth", growth, 1);
        }
    }

    /**
     * Exponential decay: η(t) = max(floor, η₀·factor^(t / epochs)).
     *
     * @param factor the factor per period, above 0 and at most 1
     * @param epochs the period, at least 1
     * @param floor the lowest rate, at least 0
     */
    public record Exponential(double factor, int epochs, double floor) {

        /** Checks the numbers. */
        public Exponential {
            Check.positive("factor", factor);
            if (factor > 1) {
                throw Check.wrong("factor", factor, "a number above 0 and at most 1");
            }
            Check.atLeast("epochs", epochs, 1);
            Check.notNegative("floor", floor);
        }
    }

    /**
     * A linear rise from low to η₀ in the first part of each cycle, and η₀ in the rest: with s the part of the cycle
     * that is over, η = low + (η₀ − low)·s / rise for s below rise.
     *
     * @param low the rate at the beginning of each cycle, at least 0
     * @param epochs the length of a cycle, at least 1
     * @param rise the part of a cycle in which the rate rises, from 0 to 1
     */
    public record Cyclic(double low, int epochs, double rise) {

        /** Checks the numbers. */
        public Cyclic {
            Check.notNegative("low", low);
            Check.atLeast("epochs", epochs, 1);
            Check.notNegative("rise", rise);
            if (rise > 1) {
                throw Check.wrong("rise", rise, "a part of a cycle, from 0 to 1");
            }
        }
    }
}
