package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;

/** As the network's blocks are drawn unless they say otherwise. */
public record OfNetwork() implements Initialisation {

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Optional<IWeightInit> weights() {
        return Optional.empty();
    }
}
