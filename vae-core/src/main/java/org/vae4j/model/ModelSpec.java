package org.vae4j.model;

import java.util.List;
import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.Objective;

/**
 * What a fully connected autoencoder is made of. Network, bottleneck, likelihood and objective are independent choices.
 *
 * @param features size of an example, ≥ 1
 * @param encoder sizes of the encoder's hidden layers, from the example on; may be empty
 * @param latent latent dimensions, ≥ 1
 * @param decoder sizes of the decoder's hidden layers, from the latent on; may be empty
 * @param activation of the hidden layers
 * @param bottleneck variational or deterministic
 * @param likelihood p(x|z)
 * @param objective what is minimised
 */
public record ModelSpec(
        int features,
        List<Integer> encoder,
        int latent,
        List<Integer> decoder,
        Nonlinearity activation,
        Bottleneck bottleneck,
        Likelihood likelihood,
        Objective objective) {

    /** Checks the sizes. */
    public ModelSpec {
        requirePositive("features", features);
        requirePositive("latent", latent);
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
        encoder.forEach(size -> requirePositive("encoder layer size", size));
        decoder.forEach(size -> requirePositive("decoder layer size", size));
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(bottleneck, "bottleneck");
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(objective, "objective");
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= 1");
        }
    }
}
