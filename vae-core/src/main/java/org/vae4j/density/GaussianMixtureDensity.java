package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A mixture of Gaussians with weights and full covariances, fitted by expectation maximisation from means that are
 * chosen among the codes (k-means++), as Ghosh et al. 2020 sample from regularised autoencoders.
 *
 * @param components how many, ≥ 1
 * @param iterations at most so many, ≥ 1; fewer where log p of a code grows by less than 1e-4 nats
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
