package org.vae4j.network.transform;

import java.io.Serializable;
import org.vae4j.extension.Extension;

/**
 * An invertible transform of a posterior's draw, a normalizing flow (Rezende and Mohamed 2015). It makes the posterior
 * more flexible, with the exact density log q(z'|x) = log q(z|x) - log |det ∂z'/∂z|.
 *
 * <p>A transform may also draw noise v ~ N(0, I) and map (z, v) to (z', v'). Then log (r(v') |det ∂(z', v')/∂(z, v)| /
 * N(v)) takes the place of the log-determinant, for any density r. The weights of draws are unbiased on the space of z
 * and v.
 */
public interface Transform extends Extension, Serializable {

    /**
     * The number of columns that the encoder emits for this transform.
     *
     * @param latent number of latent dimensions, ≥ 1
     * @return number of columns; 0 if the transform is the same for all examples
     * @throws IllegalArgumentException when a setting is out of range or does not go with the number of dimensions
     */
    int contextColumns(int latent);

    /**
     * Adds the transform's vertices.
     *
     * @param chain the draw and the transforms before this one
     * @param name the name of the vertex, or the beginning of the names of several
     * @param context the vertex that puts out the encoder's columns for this transform, one row per row of z; ignored
     *     if there are none
     */
    void addTo(TransformChain chain, String name, String context);

    /**
     * Whether the steps follow p(x, z), and so depend on the decoder, on the prior and on the example itself.
     *
     * @return false unless overridden
     */
    default boolean followsDecoder() {
        return false;
    }

    /**
     * Whether the transform is the identity.
     *
     * @return false unless overridden: true for a transform without steps
     */
    default boolean leavesUnchanged() {
        return false;
    }
}
