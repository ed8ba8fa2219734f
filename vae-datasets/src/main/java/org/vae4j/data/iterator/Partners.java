package org.vae4j.data.iterator;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.synthetic.FactorRenderer;
import org.vae4j.data.synthetic.Range;
import org.vae4j.data.transform.ExampleSeeds;
import org.vae4j.data.transform.SplitMix64;

/**
 * The second examples of pairs from a generated set. A second example has the factors of the first, except that k of
 * them, chosen uniformly among the factors that vary, have other values. It is drawn anew in each epoch, as a pure
 * function of (seed, set, epoch, example).
 *
 * @param renderer draws the set's images
 * @param changed the number k of factors with other values; 0: k is drawn uniformly from 1 to the number of factors
 *     that vary
 * @param seed any number
 */
public record Partners(FactorRenderer renderer, int changed, long seed) {

    /**
     * Checks the number of changed factors.
     *
     * @throws IllegalArgumentException if it is negative, fewer factors vary, or none does
     */
    public Partners {
        Objects.requireNonNull(renderer, "renderer");
        int varying = varying(renderer).length;
        if (varying == 0) {
            throw new IllegalArgumentException("data.pairs: found no factor that varies, expected at least one:"
                    + " give a factor a range or several levels");
        }
        if (changed < 0 || changed > varying) {
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
     * Draws the factors of the second example of a pair.
     *
     * @param set the set of the first example
     * @param epoch in which the pair is used
     * @param example index of the first example
     * @return one value per factor
     */
    public double[] factors(ExampleSet set, long epoch, int example) {
        long stream = new ExampleSeeds(seed, "pairs", set.name()).seed(epoch, example);
        int[] factors = varying(renderer);
        double[] values = new double[renderer.ranges().size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = set.factorValue(example, f);
        }
        int count = changed > 0 ? changed : 1 + (int) (SplitMix64.uniform(stream, 0) * factors.length);
        for (int k = 0; k < count; k++) {
            // Step k of Fisher and Yates's shuffle chooses among the factors that were not chosen before.
            int chosen = k + (int) (SplitMix64.uniform(stream, 1 + 2 * k) * (factors.length - k));
            int factor = factors[chosen];
            factors[chosen] = factors[k];
            Range range = renderer.ranges().get(factor);
            values[factor] = range.other(values[factor], SplitMix64.uniform(stream, 2 + 2 * k));
        }
        return values;
    }

    /** Draws the image of the second example; its bytes must be zeros before. */
    void draw(ExampleSet set, long epoch, int example, byte[] pixels, int at) {
        renderer.draw(factors(set, epoch, example), pixels, at);
    }
}
