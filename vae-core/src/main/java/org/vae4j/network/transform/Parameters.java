package org.vae4j.network.transform;

import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.vae4j.latent.bijection.Bijection;
import org.vae4j.layers.BijectionVertex;
import org.vae4j.layers.ParameterRowsLayer;

/** The source of a transform's parameters. */
public enum Parameters {

    /** The encoder emits them for each example. */
    AMORTISED {
        @Override
        int columns(Bijection bijection, int latent) {
            return bijection.parameterCount(latent);
        }

        @Override
        String vertex(TransformChain chain, String name, String context, Bijection bijection) {
            return context;
        }
    },

    /** They are learned, the same for all examples. */
    GLOBAL {
        @Override
        int columns(Bijection bijection, int latent) {
            return 0;
        }

        @Override
        String vertex(TransformChain chain, String name, String context, Bijection bijection) {
            ParameterRowsLayer rows = new ParameterRowsLayer.Builder()
                    .rows(1)
                    .nOut(bijection.parameterCount(chain.latent()))
                    .weightInit(new NormalDistribution(0, INITIAL_DEVIATION))
                    .build();
            return chain.network().layer(name + "-parameters", rows, chain.z());
        }
    };

    /** Standard deviation of global parameters in a new model: small, but off the identity, which is a saddle point. */
    private static final double INITIAL_DEVIATION = 0.1;

    /** The number of parameters that the encoder emits. */
    abstract int columns(Bijection bijection, int latent);

    /** The vertex that puts out the parameters; it is added if need be. */
    abstract String vertex(TransformChain chain, String name, String context, Bijection bijection);

    /** Appends a function with these parameters. */
    final void append(TransformChain chain, String name, String context, Bijection bijection) {
        String parameters = vertex(chain, name, context, bijection);
        chain.append(chain.network().vertex(name, new BijectionVertex(bijection), chain.z(), parameters));
    }
}
