package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;

/** Weights are drawn as those of the network's blocks are unless they say otherwise. */
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
