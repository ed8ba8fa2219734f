package org.vae4j.network;

import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * What the blocks of a network have in common unless they say otherwise.
 *
 * @param activation the nonlinearity of blocks that have one
 * @param initialisation how weights are drawn; {@link OfNetwork} for DL4J's {@code XAVIER_UNIFORM}
 */
public record Style(Nonlinearity activation, Initialisation initialisation) {

    public Style {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /**
     * A style with Glorot's uniform weights.
     *
     * @param activation the nonlinearity of blocks that have one
     */
    public Style(Nonlinearity activation) {
        this(activation, new OfNetwork());
    }
}
