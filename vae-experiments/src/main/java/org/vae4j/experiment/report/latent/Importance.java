package org.vae4j.experiment.report.latent;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * An order of the dimensions of z, and the measure that gives it.
 *
 * @param measure the name of the measure, for a caption
 * @param order the dimensions, from 0, those of the largest measure first
 */
public record Importance(String measure, List<Integer> order) {

    public Importance {
        order = List.copyOf(order);
    }

    /**
     * Orders dimensions by the mean over the examples of KL(q(z_j|x) ‖ N(0, 1)), for a standard normal prior.
     *
     * @param latents the encoded examples, with log-variances
     */
    public static Importance ofKl(LatentTable latents) {
        return new Importance("KL from the prior", order(latents.dimensions(), latents::klNats));
    }

    /**
     * Orders dimensions by the variance of their posterior means, or codes, over the examples.
     *
     * @param latents the encoded examples
     */
    public static Importance ofVariance(LatentTable latents) {
        return new Importance("variance over the examples", order(latents.dimensions(), latents::variance));
    }

    /**
     * Orders the dimensions of several levels by their KL divergences.
     *
     * @param klNats the divergence of each dimension from its prior given the level above, in nats, the dimensions of
     *     all levels in one sequence
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
                .sorted(Comparator.comparingDouble(j -> -measures[j]))
                .toList();
    }
}
