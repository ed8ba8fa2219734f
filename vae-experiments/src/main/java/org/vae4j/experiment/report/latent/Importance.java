package org.vae4j.experiment.report.latent;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What dimensions of z are ordered by.
 *
 * @param measure what it measures, for a caption
 * @param order the dimensions, from 0, those of the largest measure first
 */
public record Importance(String measure, List<Integer> order) {

    public Importance {
        order = List.copyOf(order);
    }

    /**
     * By the mean of KL(q(z_j|x) ‖ N(0, 1)), where that is the divergence from the prior.
     *
     * @param latents the encoded examples, with log-variances
     */
    public static Importance ofKl(LatentTable latents) {
        return new Importance("KL from the prior", order(latents.dimensions(), latents::klNats));
    }

    /**
     * By the variance over the examples of where their posteriors or codes lie.
     *
     * @param latents the encoded examples
     */
    public static Importance ofVariance(LatentTable latents) {
        return new Importance("variance over the examples", order(latents.dimensions(), latents::variance));
    }

    /**
     * By the divergences of the dimensions of several levels.
     *
     * @param klNats of each dimension from its prior given the level above, all levels counted through
     */
    public static Importance ofLevels(double[] klNats) {
        return new Importance("KL from the prior given the level above", order(klNats.length, j -> klNats[j]));
    }

    private static List<Integer> order(int dimensions, IntToDoubleFunction measure) {
        double[] measures = IntStream.range(0, dimensions)
                .mapToDouble(measure::applyAsDouble)
                .toArray();
        return IntStream.range(0, dimensions)
                .boxed()
                .sorted((a, b) -> Double.compare(measures[b], measures[a]))
                .toList();
    }
}
