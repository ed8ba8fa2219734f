package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.LatentModel;

/**
 * The two-stage VAE (Dai and Wipf 2019): a second variational autoencoder, whose examples are the codes of the first.
 * Its likelihood is a Gaussian with a learned variance. A sample of both stages is u ~ N(0, I), z ~ p(z|u), and E[x|z]
 * of the first stage.
 *
 * @param hidden sizes of the hidden layers of its encoder, each ≥ 1; its decoder has them in reverse order
 * @param latent its latent dimensions; 0 for as many as the codes have
 * @param epochs the number of passes over the codes, ≥ 1
 * @param batchSize codes per step, ≥ 1
 * @param learningRate the learning rate of Adam, > 0
 */
public record VaeDensity(List<Integer> hidden, int latent, int epochs, int batchSize, double learningRate)
        implements LatentDensity {

    /** Two hidden layers of 256, 20 epochs of batches of 100. */
    public VaeDensity() {
        this(List.of(256, 256), 0, 20, 100, 0.001);
    }

    /** Checks the ranges. */
    public VaeDensity {
        hidden = List.copyOf(hidden);
        if (hidden.stream().anyMatch(size -> size < 1) || latent < 0 || epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "found hidden layers " + hidden + ", " + latent + " latents, " + epochs + " epochs and batches of "
                            + batchSize + ", expected sizes of at least 1, and latents of at least 0");
        }
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learningRate: found " + learningRate + ", expected a finite number above 0");
        }
    }

    @Override
    public String name() {
        return "vae";
    }

    @Override
    public CodeDensity fit(INDArray codes, long seed) {
        return new SecondStage(new SecondStageTraining(this, codes, seed).train());
    }

    @Override
    public CodeDensity load(Path file) throws IOException {
        return new SecondStage(LatentModel.load(file));
    }
}
