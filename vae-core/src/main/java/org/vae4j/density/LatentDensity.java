package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Extension;

/**
 * A family of densities that can be fitted to the codes of a trained model. The key {@code evaluation.densities}
 * chooses one. The model itself is not changed.
 */
public interface LatentDensity extends Extension {

    /**
     * Fits a density.
     *
     * @param codes z of the training examples, {@code [examples, latent]}
     * @param seed the seed of all random numbers
     * @return the density, a function of the codes and the seed
     * @throws IllegalArgumentException in one line where the codes cannot be fitted
     */
    CodeDensity fit(INDArray codes, long seed);

    /**
     * Reads a density of this family from a file that {@link CodeDensity#save} wrote.
     *
     * @param file the file
     * @return the density
     * @throws IOException when it can't be read
     */
    CodeDensity load(Path file) throws IOException;
}
