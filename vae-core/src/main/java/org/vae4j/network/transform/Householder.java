package org.vae4j.network.transform;

import org.vae4j.latent.bijection.HouseholderFlow;

/**
 * Householder reflections, whose vectors the encoder emits: see {@link HouseholderFlow}.
 *
 * @param length number of reflections, ≥ 0
 */
public record Householder(int length) implements Transform {

    public Householder {
        Length.require(length);
    }

    /** The prototype: ten reflections. */
    public Householder() {
        this(10);
    }

    @Override
    public String name() {
        return "householder";
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    @Override
    public int contextColumns(int latent) {
        return new HouseholderFlow(length).parameterCount(latent);
    }

    @Override
    public void addTo(TransformChain chain, String name, String context) {
        Parameters.AMORTISED.append(chain, name, context, new HouseholderFlow(length));
    }
}
