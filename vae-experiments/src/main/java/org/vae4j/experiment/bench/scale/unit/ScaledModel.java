package org.vae4j.experiment.bench.scale.unit;

import java.util.List;
import java.util.Optional;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.iterator.Handling;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.model.LatentModel;

/**
 * A variational autoencoder of some size, with the number of floating-point operations of its matrix products. The
 * decoder mirrors the encoder.
 *
 * <p>With the multiplications M of all hidden layers, the outputs h of the last one and k latents, a pass of the
 * encoder takes 2 (M + 2 h k) operations and a pass of the decoder 2 (M + h k). A training step takes three times the
 * encoder and, per draw, the decoder: forward, for the gradient of the weights, and for the gradient of the input,
 * which the first layer does not need.
 *
 * @param shape the shape of the images
 * @param blocks the hidden layers of the encoder
 * @param latent dimensions of z
 * @param draws the number of draws of z per example in training; from 2 on the objective is importance-weighted
 */
public record ScaledModel(ImageShape shape, Blocks blocks, int latent, int draws) {

    /** Operations per multiplication of a matrix product, which is followed by an addition. */
    private static final double FLOPS = 2;
    /** Forward, and backward for the weights and for the input. */
    private static final int PRODUCTS_OF_A_STEP = 3;

    /** {@return the operations of the decoder's forward pass for one z} */
    public double decoderFlops() {
        return FLOPS * (hiddenMultiplications() + blocks.outputs(shape) * latent);
    }

    /** {@return the operations of the encoder's forward pass for one image, with mean and variance of z} */
    public double encoderFlops() {
        return FLOPS * (hiddenMultiplications() + blocks.outputs(shape) * 2 * latent);
    }

    /** {@return the operations of one training step per image} */
    public double stepFlops() {
        double gradientOfData = FLOPS * blocks.multiplications(shape).get(0);
        return PRODUCTS_OF_A_STEP * (encoderFlops() + draws * decoderFlops()) - gradientOfData;
    }

    private double hiddenMultiplications() {
        return blocks.multiplications(shape).stream().mapToLong(m -> m).sum();
    }

    /**
     * Makes the model with fresh parameters.
     *
     * @param examples images of its shape
     * @return the model
     */
    LatentModel create(ImageSet examples) {
        String text = """
                data: {name: mnist}
                model:
                  encoder: %s
                  latent: %d
                  decoder: mirror
                  likelihood: bernoulli
                  outputBias: zero
                  draws: %d
                objective: {name: %s}
                training:
                evaluation:
                """.formatted(blocks.yaml(), latent, draws, draws == 1 ? "elbo" : "iwae");
        ExperimentConfig config = new ConfigResolver("scale", text, NoOptions.class).resolve(List.of());
        ConfiguredData data = new ConfiguredData(
                DataSpec.of("mnist"),
                Split.withoutTest(examples, Optional.empty()),
                config.seed(),
                Handling.NONE,
                Optional.empty(),
                0,
                Optional.empty());
        return ConfiguredModel.create(config, data, 1);
    }
}
