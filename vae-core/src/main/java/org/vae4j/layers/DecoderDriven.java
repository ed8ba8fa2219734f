package org.vae4j.layers;

import java.util.function.Function;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.hamiltonian.Target;

/** A vertex in front of z that follows the slope of log p(x|z) as the decoder behind z has it. */
public interface DecoderDriven {

    /** {@return the transform that the vertex belongs to, as configurations name it} */
    String transform();

    /** {@return the name of the vertex that the decoder reads: z, or z with a condition behind it} */
    String decoderInput();

    /**
     * Gives the vertex the decoder of its network.
     *
     * @param likelihood log p(x|z) as a function of z, from examples {@code [examples, features]}, with their
     *     condition behind them where the decoder reads one: row r of z belongs to example r mod examples
     */
    void use(Function<Matrix, Target> likelihood);
}
