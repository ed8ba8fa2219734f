package org.vae4j.eval.annealed;

import java.util.Arrays;
import java.util.List;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.importance.WeightStatistics;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * The chains of a few examples. The constructor tunes the step sizes, by example and temperature, on a few chains that
 * are then discarded; the transitions of all other chains are fixed.
 */
final class ChainBlock {

    /** Rows per pass through the decoder: enough for an efficient GEMM. */
    private static final int ROWS = 1000;

    /** The most examples in a block, which bounds the memory of the step sizes. */
    private static final int EXAMPLES = 64;

    /** Chains per example on which step sizes are tuned. */
    private static final int TUNING_CHAINS = 4;

    private final ChainSpaces.OfExamples spaces;
    private final Settings settings;
    private final double[] schedule;
    private final Examples examples;
    private final StepSizes tuned;

    /**
     * The numbers of the examples in the data, and the seed: they determine the random numbers of the chains.
     *
     * @param first number of the first example
     * @param count number of examples
     * @param seed seed of the randomness
     */
    record Examples(long first, int count, long seed) {

        NoiseRows rows(int firstChain, int chains) {
            return new NoiseRows(first, count, firstChain, chains);
        }
    }

    /** The number of examples in a block. */
    static int size(Settings settings) {
        return Math.max(1, Math.min(EXAMPLES, ROWS / settings.chains()));
    }

    ChainBlock(ChainSpaces.OfExamples spaces, Settings settings, Examples examples) {
        this.spaces = spaces;
        this.settings = settings;
        this.schedule = AnnealedImportanceSampling.schedule(settings.temperatures());
        this.examples = examples;
        StepSizes steps = new StepSizes(examples.count, settings.temperatures());
        forward(examples.rows(0, TUNING_CHAINS), steps, Streams.derive(examples.seed, "tuning"));
        this.tuned = steps;
    }

    /**
     * The weights of the chains in one direction.
     *
     * @param weights the statistics of each example's weights
     * @param acceptanceRate acceptance rate of the transitions; NaN for one temperature, which has none
     */
    record ChainWeights(WeightStatistics[] weights, double acceptanceRate) {}

    /** Runs the chains from the start to the posterior; the expected weight is p(x). */
    ChainWeights forward() {
        return collect((rows, steps) -> forward(rows, steps, examples.seed));
    }

    private double[] forward(NoiseRows rows, StepSizes steps, long seed) {
        return new AnnealedChains(spaces.of(rows), rows).walk(schedule, settings.leapfrogSteps(), steps, seed);
    }

    /**
     * Runs chains from the posterior back to the start and returns their reciprocal weights; the expected one is
     * 1/p(x).
     *
     * @param z an exact draw of p(z|x) for each example, column by column
     */
    ChainWeights backward(double[] z) {
        long seed = Streams.derive(examples.seed, "backward");
        return collect((rows, steps) -> {
            ReversibleSpace space = (ReversibleSpace) spaces.of(rows);
            double[] end = space.coordinates(repeated(z, rows.draws()));
            double[] logWeights =
                    new AnnealedChains(space, rows).walkBack(end, schedule, settings.leapfrogSteps(), steps, seed);
            return Arrays.stream(logWeights).map(w -> -w).toArray();
        });
    }

    /** Repeats the z of each example for all its draws, column by column. */
    private double[] repeated(double[] z, int draws) {
        int count = examples.count;
        double[] rows = new double[z.length * draws];
        for (int i = 0; i < rows.length; i++) {
            int row = i % (count * draws);
            rows[i] = z[i / (count * draws) * count + row % count];
        }
        return rows;
    }

    /** One direction of the chains. */
    @FunctionalInterface
    private interface Walk {
        double[] logWeights(NoiseRows rows, StepSizes steps);
    }

    /** Runs all chains, a block of rows at a time, with the tuned step sizes. */
    private ChainWeights collect(Walk walk) {
        StepSizes fixed = tuned.fixed();
        int count = examples.count;
        WeightStatistics[] weights = new WeightStatistics[count];
        Arrays.setAll(weights, i -> new WeightStatistics(List.of()));
        int atOnce = Math.min(settings.chains(), Math.max(1, ROWS / count));
        for (int done = 0; done < settings.chains(); done += atOnce) {
            int chains = Math.min(atOnce, settings.chains() - done);
            double[] logWeights = walk.logWeights(examples.rows(done, chains), fixed);
            for (int r = 0; r < logWeights.length; r++) {
                weights[r % count].add(logWeights[r]);
            }
        }
        return new ChainWeights(weights, fixed.acceptanceRate());
    }
}
