package org.vae4j.model.spec;

import org.vae4j.layers.ColumnsVertex;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.transform.Transform;
import org.vae4j.network.transform.TransformChain;

/**
 * Adds the transforms of a posterior to a network. The columns of the posterior's vertex are [parameters of the family
 * | context of the first transform | …], the encoder's only output.
 *
 * @param network the network that vertices are added to
 * @param latents the latent, with or without transforms
 * @param size number of latent dimensions
 * @param source name of the posterior's vertex, which has one row per draw
 * @param joint the vertices and the prior from which transforms that follow p(x, z) compute it
 */
record TransformedLatent(
        NetworkAssembly network, LatentSpec latents, int size, String source, TransformChain.Joint joint) {

    /** Name of the vertex of the family's parameters without the contexts of the transforms. */
    static final String FAMILY = "posterior-of-base";

    /** Name of the vertex of the draw before the transforms. */
    static final String BASE = "base";

    static final String LOG_DETERMINANT = "log-determinant";
    private static final String TRANSFORM = "transform-";

    /** The name of the vertex of the family's parameters, which is added where transforms have contexts. */
    String family() {
        int parameters = latents.posterior().parameterCount(size);
        return latents.contextColumns(size) == 0
                ? source
                : network.vertex(FAMILY, new ColumnsVertex(0, parameters), source);
    }

    /** Adds the transforms, which compute z and the sum of their log-determinants from the draw. */
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
