package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;

/** Leaves the initialisation of a block to the network. */
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
