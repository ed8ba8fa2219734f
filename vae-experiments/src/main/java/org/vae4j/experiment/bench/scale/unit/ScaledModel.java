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
 * A variational autoencoder of a configuration, with the number of floating-point operations that its matrix products
 * take. The decoder mirrors the encoder.
 *
 * @param shape of the images
 * @param blocks of the encoder
 * @param latent dimensions of z
 * @param draws of z for each example in training; from 2 on its objective is importance-weighted
 */
public record ScaledModel(ImageShape shape, Blocks blocks, int latent, int draws) {

    /** A multiplication and an addition. */
    private static final double FLOPS = 2;

    /** Forward, and backward for the weights and for what comes in. */
    private static final int PRODUCTS_OF_A_STEP = 3;

    /** {@return the operations of a decoder's forward pass for one z} */
    public double decoderFlops() {
        return FLOPS * (hidden() + blocks.outputs(shape) * latent);
    }

    /** {@return the operations of the encoder's forward pass for one image, with mean and variance of z} */
    public double encoderFlops() {
        return FLOPS * (hidden() + blocks.outputs(shape) * 2 * latent);
    }

    /** {@return the operations of one training step per image: the first layer has no gradient for the data} */
    public double stepFlops() {
        double first = FLOPS * blocks.multiplications(shape).get(0);
        return PRODUCTS_OF_A_STEP * (encoderFlops() + draws * decoderFlops()) - first;
    }

    private double hidden() {
        return blocks.multiplications(shape).stream().mapToLong(m -> m).sum();
    }

    /**
     * A new model.
     *
     * @param examples some images of the shape
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
        ExperimentConfig config =
                new ConfigResolver("scale", text, NoOptions.class).resolve(Optional.empty(), List.of());
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
