package org.vae4j.objective.adversarial;

import java.util.List;
import java.util.Objects;

/**
 * A fully connected network beside the model, which reads z and which a term brings along.
 *
 * @param name of the network, which is its term's
 * @param hidden sizes of its hidden layers, from z on, each ≥ 1; their nonlinearity is the leaky ReLU of slope 0.2
 * @param outputs columns that it puts out, ≥ 1, without a nonlinearity
 */
public record Auxiliary(String name, List<Integer> hidden, int outputs) {

    /** Checks the sizes. */
    public Auxiliary {
        Objects.requireNonNull(name, "name");
        hidden = List.copyOf(hidden);
        if (outputs < 1 || hidden.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("found hidden layers " + hidden + " and " + outputs
                    + " outputs, expected sizes of at least 1, for example [1000, 1000]");
        }
    }
}
