package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.vae4j.extension.Extension;

/** How the weights of a block are drawn; biases begin at zero unless it is a {@link org.vae4j.layers.BiasInit}. */
public interface Initialisation extends Extension {

    /** {@return what DL4J draws the weights by; empty for what the network has} */
    Optional<IWeightInit> weights();
}
