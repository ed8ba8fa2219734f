package org.vae4j.network.transform;

import java.util.Objects;
import org.vae4j.latent.bijection.RadialFlow;

/**
 * Radial flows: see {@link RadialFlow}.
 *
 * @param length number of steps, ≥ 0
 * @param parameters the source of the steps' parameters
 */
public record Radial(int length, Parameters parameters) implements Transform {

    public Radial {
        Length.require(length);
        Objects.requireNonNull(parameters, "parameters");
    }

    /** The prototype: 10 steps whose parameters the encoder emits. */
    public Radial() {
        this(10, Parameters.AMORTISED);
    }

    @Override
    public String name() {
        return "radial";
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    @Override
    public int contextColumns(int latent) {
        return parameters.columns(new RadialFlow(length), latent);
    }

    @Override
    public void addTo(TransformChain chain, String name, String context) {
        parameters.append(chain, name, context, new RadialFlow(length));
    }
}
