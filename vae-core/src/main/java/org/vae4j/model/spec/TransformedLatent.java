package org.vae4j.model.spec;

import org.vae4j.layers.ColumnsVertex;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.transform.Transform;
import org.vae4j.network.transform.TransformChain;

/**
 * Where the transforms of a posterior meet the network. The posterior's vertex has what the encoder emits for them
 * behind the family's parameters, [parameters | context of the first transform | …], so that all that lies behind x
 * lies behind it.
 *
 * @param network what vertices are added to
 * @param latents with at least one transform
 * @param size latent dimensions
 * @param source the posterior's vertex, one row per draw
 * @param joint what lies behind z
 */
record TransformedLatent(
        NetworkAssembly network, LatentSpec latents, int size, String source, TransformChain.Joint joint) {

    /** What the output layer sees of the family: its parameters without what is the transforms'. */
    static final String FAMILY = "posterior-of-base";

    /** The draw before the transforms. */
    static final String BASE = "base";

    static final String LOG_DETERMINANT = "log-determinant";
    private static final String TRANSFORM = "transform-";

    /** The vertex of the family's parameters. */
    String family() {
        int parameters = latents.posterior().parameterCount(size);
        return latents.contextColumns(size) == 0
                ? source
                : network.vertex(FAMILY, new ColumnsVertex(0, parameters), source);
    }

    /** Adds the transforms, from the base to z and to the sum of their log-determinants. */
    void addTransforms() {
        TransformChain chain = new TransformChain(network, BASE, size, joint);
        int first = latents.posterior().parameterCount(size);
        for (int i = 0; i < latents.transforms().size(); i++) {
            Transform transform = latents.transforms().get(i);
            String name = TRANSFORM + (i + 1);
            int end = first + transform.contextColumns(size);
            String context =
                    end == first ? source : network.vertex(name + "-encoded", new ColumnsVertex(first, end), source);
            transform.addTo(chain, name, context);
            first = end;
        }
        chain.zNamed(GraphBuilder.LATENT);
        chain.logDeterminantNamed(LOG_DETERMINANT);
    }
}
