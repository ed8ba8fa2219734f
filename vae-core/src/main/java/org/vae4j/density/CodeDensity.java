package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A fitted density of codes. */
public interface CodeDensity {

    /**
     * Draws codes. Row r does not depend on the number of rows.
     *
     * @param count the number of codes, ≥ 1
     * @param seed of the draws
     * @return {@code [count, latent]}, in single precision
     */
    INDArray sample(int count, long seed);

    /**
     * The mean of -log p over codes. Where the density has latents of its own, it is an estimate of an upper bound.
     *
     * @param codes {@code [examples, latent]}
     * @param seed the seed of the draws for the bound
     * @return nats per code
     */
    double negLogDensityNats(INDArray codes, long seed);

    /**
     * Writes the density atomically: after a crash the file is complete, or as it was before.
     *
     * @param file the file, which is replaced if it exists
     * @throws IOException when it can't be written
     */
    void save(Path file) throws IOException;
}
