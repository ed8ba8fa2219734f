package org.vae4j.objective.adversarial;

import java.util.List;
import java.util.Objects;

/**
 * A network beside the model, which a term brings along. It is fully connected unless the model has blocks for it.
 *
 * @param name of the network, which is its term's
 * @param hidden sizes of its hidden layers, from what it reads on, each ≥ 1; their nonlinearity is the leaky ReLU of
 *     slope 0.2
 * @param outputs columns that it puts out behind the shown ones, ≥ 1, without a nonlinearity
 * @param reads what it reads
 * @param shown which hidden layer's values the term reads, too, so that they are put out in front of the outputs: 1 for
 *     the first, 0 for none, {@link #LAST} for the last
 */
public record Auxiliary(String name, List<Integer> hidden, int outputs, Reads reads, int shown) {

    /** The last hidden layer is shown. */
    public static final int LAST = -1;

    /** What a network beside the model reads. */
    public enum Reads {
        /** z. */
        LATENT,
        /** An example, or what the decoder makes of z in its place: E[x|z]. */
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
     * A network that reads z and of which nothing but its outputs is shown.
     *
     * @param name of the network
     * @param hidden sizes of its hidden layers
     * @param outputs columns that it puts out
     */
    public Auxiliary(String name, List<Integer> hidden, int outputs) {
        this(name, hidden, outputs, Reads.LATENT, 0);
    }

    /**
     * Which hidden layer is shown.
     *
     * @param layers how many hidden layers the network has
     * @return counted from 1; 0 for none
     * @throws IllegalArgumentException when it has no such layer
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
