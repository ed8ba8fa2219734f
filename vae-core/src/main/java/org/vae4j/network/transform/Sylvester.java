package org.vae4j.network.transform;

import java.util.Objects;
import org.vae4j.latent.bijection.sylvester.Orthonormal;
import org.vae4j.latent.bijection.sylvester.SylvesterFlow;

/**
 * Sylvester flows, whose parameters the encoder emits: see {@link SylvesterFlow}.
 *
 * @param length number of steps, ≥ 0
 * @param columns the source of the orthonormal columns
 * @param size number of columns of {@code orthogonal}, or of reflections of {@code householder}; ≥ 1
 */
public record Sylvester(int length, Orthonormal columns, int size) implements Transform {

    public Sylvester {
        Length.require(length);
        Objects.requireNonNull(columns, "columns");
        if (size < 1) {
            throw new IllegalArgumentException("size: found " + size + ", expected a number >= 1");
        }
    }

    /** The prototype: four steps of eight reflections. */
    public Sylvester() {
        this(4, Orthonormal.HOUSEHOLDER, 8);
    }

    @Override
    public String name() {
        return "sylvester";
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    private SylvesterFlow flow() {
        return new SylvesterFlow(length, columns, size);
    }

    @Override
    public int contextColumns(int latent) {
        if (columns == Orthonormal.ORTHOGONAL && size > latent) {
            throw new IllegalArgumentException("size: found " + size + " orthonormal columns of " + latent
                    + " latent dimensions, expected at most as many as dimensions");
        }
        return flow().parameterCount(latent);
    }

    @Override
    public void addTo(TransformChain chain, String name, String context) {
        Parameters.AMORTISED.append(chain, name, context, flow());
    }
}
