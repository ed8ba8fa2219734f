package org.vae4j.eval.annealed;

import java.util.Arrays;
import java.util.List;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.importance.WeightStatistics;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * The chains of a few examples. Step sizes are tuned, by example and temperature, on a few chains of their own that are
 * then thrown away, so that the transitions of all others are fixed.
 */
final class ChainBlock {

    private static final int ROWS = 1000;
    private static final int EXAMPLES = 64;
    private static final int TUNING_CHAINS = 4;

    private final ChainSpaces.OfExamples spaces;
    private final Settings settings;
    private final double[] schedule;
    private final Place place;
    private final StepSizes tuned;

    /**
     * Which examples these are.
     *
     * @param first number of the first example
     * @param examples how many
     * @param seed of the randomness
     */
    record Place(long first, int examples, long seed) {

        NoiseRows rows(int firstChain, int chains) {
            return new NoiseRows(first, examples, firstChain, chains);
        }
    }

    /** How many examples walk together. */
    static int size(Settings settings) {
        return Math.max(1, Math.min(EXAMPLES, ROWS / settings.chains()));
    }

    ChainBlock(ChainSpaces.OfExamples spaces, Settings settings, Place place) {
        this.spaces = spaces;
        this.settings = settings;
        this.schedule = AnnealedImportanceSampling.schedule(settings.temperatures());
        this.place = place;
        StepSizes steps = new StepSizes(place.examples, settings.temperatures());
        forward(place.rows(0, TUNING_CHAINS), steps, Streams.derive(place.seed, "tuning"));
        this.tuned = steps;
    }

    /**
     * What chains found, in one direction.
     *
     * @param weights of each example
     * @param acceptanceRate of the transitions; NaN for one temperature, which has none
     */
    record Found(WeightStatistics[] weights, double acceptanceRate) {}

    /** The weights of chains from the start on: their mean is p(x). */
    Found forward() {
        return collect((rows, steps) -> forward(rows, steps, place.seed));
    }

    private double[] forward(NoiseRows rows, StepSizes steps, long seed) {
        return new AnnealedChains(spaces.of(rows), rows).walk(schedule, settings.leapfrogSteps(), steps, seed);
    }

    /**
     * The reciprocal weights of chains back to the start: their mean is 1/p(x).
     *
     * @param z an exact draw of p(z|x) for each example, column by column
     */
    Found backward(double[] z) {
        long seed = Streams.derive(place.seed, "backward");
        return collect((rows, steps) -> {
            ReversibleSpace space = (ReversibleSpace) spaces.of(rows);
            double[] end = space.coordinates(repeated(z, rows.draws()));
            double[] logWeights =
                    new AnnealedChains(space, rows).walkBack(end, schedule, settings.leapfrogSteps(), steps, seed);
            return Arrays.stream(logWeights).map(w -> -w).toArray();
        });
    }

    private double[] repeated(double[] z, int draws) {
        int examples = place.examples;
        double[] rows = new double[z.length * draws];
        for (int i = 0; i < rows.length; i++) {
            int row = i % (examples * draws);
            rows[i] = z[i / (examples * draws) * examples + row % examples];
        }
        return rows;
    }

    private interface Walk {
        double[] logWeights(NoiseRows rows, StepSizes steps);
    }

    private Found collect(Walk walk) {
        StepSizes fixed = tuned.fixed();
        int examples = place.examples;
        WeightStatistics[] weights = new WeightStatistics[examples];
        Arrays.setAll(weights, i -> new WeightStatistics(List.of()));
        int atOnce = Math.min(settings.chains(), Math.max(1, ROWS / examples));
        for (int done = 0; done < settings.chains(); done += atOnce) {
            int chains = Math.min(atOnce, settings.chains() - done);
            double[] logWeights = walk.logWeights(place.rows(done, chains), fixed);
            for (int r = 0; r < logWeights.length; r++) {
                weights[r % examples].add(logWeights[r]);
            }
        }
        return new Found(weights, fixed.acceptanceRate());
    }
}
