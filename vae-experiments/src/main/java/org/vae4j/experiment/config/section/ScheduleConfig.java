package org.vae4j.experiment.config.section;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the learning rate changes, at most one of the ways; {@code training.learningRate} is what each begins at.
 *
 * @param warmupEpochs over so many epochs the rate is faded in from 0, at least 0
 * @param cosine half a wave of a cosine
 * @param cosineRestarts half waves, again and again
 * @param exponential exponential decay
 * @param cyclic a rise in each cycle, up to {@code training.learningRate}
 */
public record ScheduleConfig(
        int warmupEpochs,
        Optional<Cosine> cosine,
        Optional<CosineRestarts> cosineRestarts,
        Optional<Exponential> exponential,
        Optional<Cyclic> cyclic) {

    /** Validates that one way is chosen at most. */
    public ScheduleConfig {
        Check.atLeast("warmupEpochs", warmupEpochs, 0);
        if (ways(cosine, cosineRestarts, exponential, cyclic) > 1) {
            throw new IllegalArgumentException("found several of cosine, cosineRestarts, exponential and cyclic,"
                    + " expected one of them at most");
        }
    }

    private static long ways(Optional<?>... ways) {
        return Stream.of(ways).filter(Optional::isPresent).count();
    }

    /** {@return whether the rate changes by one of the ways, besides its warm-up} */
    boolean changes() {
        return ways(cosine, cosineRestarts, exponential, cyclic) > 0;
    }

    /** {@return whether the rate changes by one of the ways or is faded in} */
    public boolean changesOrWarmsUp() {
        return changes() || warmupEpochs > 0;
    }

    /** The floor of a decay lies below what it begins at. */
    void requireAtMost(double learningRate) {
        double floor = exponential.map(Exponential::floor).orElse(0.0);
        if (floor > learningRate) {
            throw Check.wrong("schedule.exponential.floor", floor, "none above learningRate, which is " + learningRate);
        }
    }

    /**
     * Half a wave of a cosine, then constant.
     *
     * @param end the rate after it, at least 0
     * @param epochs its length, at least 1
     */
    public record Cosine(double end, int epochs) {

        public Cosine {
            Check.notNegative("end", end);
            Check.atLeast("epochs", epochs, 1);
        }
    }

    /**
     * Half waves of a cosine with warm restarts.
     *
     * @param end the rate before each restart, at least 0
     * @param epochs the length of the first wave, at least 1
     * @param growth how many times as long each next wave is, at least 1
     */
    public record CosineRestarts(double end, int epochs, int growth) {

        public CosineRestarts {
            Check.notNegative("end", end);
            Check.atLeast("epochs", epochs, 1);
            Check.atLeast("growth", growth, 1);
        }
    }

    /**
     * Exponential decay.
     *
     * @param factor what the rate is multiplied by in each period, above 0 and at most 1
     * @param epochs the period, at least 1
     * @param floor the rate never falls below it, at least 0
     */
    public record Exponential(double factor, int epochs, double floor) {

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
     * A linear rise in the first part of each cycle, and the full rate in the rest.
     *
     * @param low the rate at the beginning of each cycle, at least 0
     * @param epochs the length of a cycle, at least 1
     * @param rise the part of a cycle in which the rate rises, from 0 to 1
     */
    public record Cyclic(double low, int epochs, double rise) {

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
