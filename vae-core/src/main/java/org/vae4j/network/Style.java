package org.vae4j.network;

import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * The settings of a network's blocks that do not set their own.
 *
 * @param activation the nonlinearity
 * @param initialisation the weight initialisation; {@link OfNetwork} for DL4J's {@code XAVIER_UNIFORM}
 */
public record Style(Nonlinearity activation, Initialisation initialisation) {

    public Style {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /**
     * A style with Glorot's uniform weights.
     *
     * @param activation the nonlinearity
     */
    public Style(Nonlinearity activation) {
        this(activation, new OfNetwork());
    }
}
