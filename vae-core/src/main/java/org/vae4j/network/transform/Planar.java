package org.vae4j.network.transform;

import java.util.Objects;
import org.vae4j.latent.bijection.PlanarFlow;

/**
 * Planar flows: see {@link PlanarFlow}.
 *
 * @param length number of steps, ≥ 0
 * @param parameters the source of the steps' parameters
 */
public record Planar(int length, Parameters parameters) implements Transform {

    public Planar {
        Length.require(length);
        Objects.requireNonNull(parameters, "parameters");
    }

    /** The prototype: 10 steps whose parameters the encoder emits. */
    public Planar() {
        this(10, Parameters.AMORTISED);
    }

    @Override
    public String name() {
        return "planar";
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    @Override
    public int contextColumns(int latent) {
        return parameters.columns(new PlanarFlow(length), latent);
    }

    @Override
    public void addTo(TransformChain chain, String name, String context) {
        parameters.append(chain, name, context, new PlanarFlow(length));
    }
}
