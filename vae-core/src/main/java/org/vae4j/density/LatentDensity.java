package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Extension;

/**
 * A family of densities of which one is fitted to the codes of a trained model, by the key
 * {@code evaluation.densities}. The model itself is not changed.
 */
public interface LatentDensity extends Extension {

    /**
     * Fits a density.
     *
     * @param codes z of the training examples, {@code [examples, latent]}
     * @param seed of whatever is drawn, so that the same codes get the same density
     * @return the density
     * @throws IllegalArgumentException in one line where the codes cannot be fitted
     */
    CodeDensity fit(INDArray codes, long seed);

    /**
     * Reads what {@link CodeDensity#save} wrote for a density of this family.
     *
     * @param file the file
     * @return the density
     * @throws IOException when it can't be read
     */
    CodeDensity load(Path file) throws IOException;
}
