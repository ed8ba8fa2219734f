package org.vae4j.network.transform;

import java.io.Serializable;
import org.vae4j.extension.Extension;

/**
 * An invertible transform between the draw of a posterior and z, a normalizing flow (Rezende and Mohamed 2015). It
 * makes the posterior richer at no loss of exactness: log q(z|x) is that of the draw less the log-determinant.
 *
 * <p>A transform may draw noise of its own beside z, v, of which it makes v' together with z. Then the logarithm of
 * r(v') |det ∂(z', v')/∂(z, v)| / N(v) stands in place of the log-determinant, r being any density: weights of draws
 * are unbiased on the space of both.
 */
public interface Transform extends Extension, Serializable {

    /**
     * How many numbers the encoder emits per example for this transform.
     *
     * @param latent latent dimensions, ≥ 1
     * @return number of columns; 0 where the transform is the same for all examples
     * @throws IllegalArgumentException when a setting is out of range or does not go with the number of dimensions
     */
    int contextColumns(int latent);

    /**
     * Adds the transform's vertices.
     *
     * @param chain the draw and the transforms before this one
     * @param name the name of the vertex, or what the names of several begin with
     * @param context the vertex that puts out what the encoder emits for this transform, one row per row of z; without
     *     meaning where that is nothing
     */
    void addTo(TransformChain chain, String name, String context);

    /**
     * Whether its steps follow p(x, z), so that they depend on the decoder, on the prior and on the example itself.
     *
     * @return false unless overridden
     */
    default boolean followsDecoder() {
        return false;
    }

    /**
     * Whether z is the draw.
     *
     * @return false unless overridden: true for a transform of no steps
     */
    default boolean leavesUnchanged() {
        return false;
    }
}
