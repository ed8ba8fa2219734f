package org.vae4j.layers;

import java.util.function.Function;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.hamiltonian.Target;

/** A vertex in front of z that reads the gradient of log p(x|z), which the decoder behind z defines. */
public interface DecoderDriven {

    /** {@return the name of the vertex's transform in configurations} */
    String transform();

    /** {@return the name of the vertex that the decoder reads: z, or z with a condition behind it} */
    String decoderInput();

    /**
     * Sets the decoder of the vertex's network.
     *
     * @param likelihood takes examples {@code [examples, features]}, with their condition behind the features if the
     *     decoder reads one, to log p(x|z) as a function of z: row r of z belongs to example r mod examples
     */
    void use(Function<Matrix, Target> likelihood);
}
