package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.vae4j.extension.Extension;

/** The weight initialisation of a block. Biases start at 0 unless it is a {@link org.vae4j.layers.BiasInit}. */
public interface Initialisation extends Extension {

    /** {@return the initialisation as DL4J takes it; empty for that of the network} */
    Optional<IWeightInit> weights();
}
