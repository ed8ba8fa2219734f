package org.vae4j.objective.adversarial;

import java.util.List;
import java.util.Objects;

/**
 * An additional network that a term needs beside the model, such as a discriminator. It is fully connected unless the
 * model has blocks for it.
 *
 * @param name the name of the network, which is that of its term
 * @param hidden sizes of its hidden layers from the input on, each ≥ 1, with leaky ReLUs of slope 0.2
 * @param outputs number of output columns, ≥ 1, without a nonlinearity
 * @param reads the input
 * @param shown a hidden layer whose values the term reads, too; they precede the outputs: 1 for the first layer, 0 for
 *     none, {@link #LAST} for the last
 */
public record Auxiliary(String name, List<Integer> hidden, int outputs, Reads reads, int shown) {

    /** A value of {@code shown}: the last hidden layer. */
    public static final int LAST = -1;

    /** The input of an additional network. */
    public enum Reads {
        /** The latent z. */
        LATENT,
        /** An example, or a decoded E[x|z] in its place. */
        DATA
    }

    public Auxiliary {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reads, "reads");
        hidden = List.copyOf(hidden);
        if (outputs < 1 || hidden.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("found hidden layers " + hidden + " and " + outputs
                    + " outputs, expected sizes of at least 1, for example [1000, 1000]");
        }
        if (shown < LAST) {
            throw new IllegalArgumentException(
                    "found layer " + shown + ", expected the number of a hidden layer, counted from 1");
        }
    }

    /**
     * Creates a network that reads z and shows no hidden layer.
     *
     * @param name the name of the network
     * @param hidden sizes of its hidden layers
     * @param outputs number of output columns
     */
    public Auxiliary(String name, List<Integer> hidden, int outputs) {
        this(name, hidden, outputs, Reads.LATENT, 0);
    }

    /**
     * Returns the number of the shown hidden layer.
     *
     * @param layers number of hidden layers that the network has
     * @return the layer, counted from 1; 0 for none
     * @throws IllegalArgumentException when the network has no such layer
     */
    public int shownOf(int layers) {
        int layer = shown == LAST ? layers : shown;
        if (layer > layers || shown == LAST && layers == 0) {
            throw new IllegalArgumentException("objective.terms: found layer " + shown + " of " + name + " with "
                    + layers + " hidden layers, expected one that there is, counted from 1");
        }
        return layer;
    }
}
