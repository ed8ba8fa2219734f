package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A density of codes that was fitted. */
public interface CodeDensity {

    /**
     * Draws codes. Row r is the same however many are drawn.
     *
     * @param count how many, ≥ 1
     * @param seed of the draws
     * @return {@code [count, latent]}, in single precision
     */
    INDArray sample(int count, long seed);

    /**
     * The mean of -log p over some codes, or an upper bound of it in expectation where the density has latents of its
     * own.
     *
     * @param codes {@code [examples, latent]}
     * @param seed of what is drawn for the bound
     * @return nats per code
     */
    double negLogDensityNats(INDArray codes, long seed);

    /**
     * Writes the density. The file is there as a whole or, after a crash, as it was before.
     *
     * @param file what is written; replaced if it is there
     * @throws IOException when it can't be written
     */
    void save(Path file) throws IOException;
}
