package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mixtures of Gaussians with weights and full covariances, which Ghosh et al. 2020 sample regularised autoencoders
 * from. Expectation maximisation fits them, beginning with means that k-means++ chooses among the codes.
 *
 * @param components the number of components, ≥ 1
 * @param iterations the largest number of iterations, ≥ 1; the fit ends earlier when the mean of log p grows by less
 *     than 1e-4 nats
 */
public record GaussianMixtureDensity(int components, int iterations) implements LatentDensity {

    /** Ten components, at most 200 iterations. */
    public GaussianMixtureDensity() {
        this(10, 200);
    }

    /** Checks the ranges. */
    public GaussianMixtureDensity {
        if (components < 1 || iterations < 1) {
            throw new IllegalArgumentException("found " + components + " components and " + iterations
                    + " iterations, expected at least 1 of each");
        }
    }

    @Override
    public String name() {
        return "gaussian_mixture";
    }

    @Override
    public CodeDensity fit(INDArray codes, long seed) {
        return new MixtureFit(codes.toDoubleMatrix(), seed).fit(components, iterations);
    }

    @Override
    public CodeDensity load(Path file) throws IOException {
        return FittedMixture.load(file);
    }
}
