package org.vae4j.data.iterator;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.synthetic.FactorRenderer;
import org.vae4j.data.synthetic.Range;
import org.vae4j.data.transform.Stream;

/**
 * The second examples of pairs of a generated set: each has the factors of the first but for some, chosen at random,
 * which have other values. It is drawn anew in each epoch, a pure function of (seed, set, epoch, example).
 *
 * @param renderer of the set's images
 * @param changed how many factors have other values, ≥ 0; 0: any number of them, drawn uniformly from 1 on
 * @param seed any number
 */
public record Partners(FactorRenderer renderer, int changed, long seed) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if fewer factors vary
     */
    public Partners {
        Objects.requireNonNull(renderer, "renderer");
        int varying = varying(renderer).length;
        if (changed < 0 || changed > varying || varying == 0) {
            throw new IllegalArgumentException("data.pairs: found " + changed + " changed factors of " + varying
                    + " that vary, expected 1 to " + varying + ", or 0 for any number");
        }
    }

    private static int[] varying(FactorRenderer renderer) {
        List<Range> ranges = renderer.ranges();
        return IntStream.range(0, ranges.size())
                .filter(f -> ranges.get(f).varies())
                .toArray();
    }

    /**
     * The factors of the second example of a pair.
     *
     * @param set of the first
     * @param epoch in which the pair is used
     * @param example the first
     * @return one value per factor
     */
    public double[] factors(ExampleSet set, long epoch, int example) {
        long stream = new Stream(seed, "pairs", set.name()).of(epoch, example);
        int[] order = varying(renderer);
        double[] values = new double[renderer.ranges().size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = set.factorValue(example, f);
        }
        int count = changed > 0 ? changed : 1 + (int) (Stream.uniform(stream, 0) * order.length);
        for (int k = 0; k < count; k++) {
            // The first places of a shuffle, each with a factor that was not chosen before.
            int chosen = k + (int) (Stream.uniform(stream, 1 + 2 * k) * (order.length - k));
            int factor = order[chosen];
            order[chosen] = order[k];
            values[factor] = renderer.ranges().get(factor).other(values[factor], Stream.uniform(stream, 2 + 2 * k));
        }
        return values;
    }

    /** Draws the second example to where zeros are. */
    void draw(ExampleSet set, long epoch, int example, byte[] pixels, int at) {
        renderer.draw(factors(set, epoch, example), pixels, at);
    }
}
