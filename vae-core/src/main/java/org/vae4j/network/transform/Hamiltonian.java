package org.vae4j.network.transform;

import org.deeplearning4j.nn.weights.WeightInit;
import org.vae4j.latent.hamiltonian.Leapfrogs;
import org.vae4j.layers.HamiltonianVertex;
import org.vae4j.layers.NormalNoiseLayer;
import org.vae4j.layers.ParameterRowsLayer;
import org.vae4j.layers.SamplingLayer;

/**
 * Hamiltonian dynamics along the gradient of log p(x, z), with a tempered momentum that is drawn beside z (Caterini,
 * Doucet and Sejdinovic 2018): see {@link Leapfrogs}. The steps depend on x through the decoder, so they need no
 * context from the encoder; step sizes and the initial temperature are learned.
 *
 * <p>In place of a log-determinant, the transform gives log N(ρ_K; 0, I) - log N(γ; 0, I), with the last momentum ρ_K
 * and the noise γ of the first. With it, the bound holds on the space of z and momentum, and exp of a draw's log-weight
 * is an unbiased estimate of p(x), as for other transforms.
 *
 * @param length number of leapfrog steps, ≥ 0
 * @param step the initial size of all steps, &gt; 0; learned sizes stay below twice as much
 * @param beta0 the initial inverse temperature of the momentum, in (0, 1]; 1 for no tempering
 */
public record Hamiltonian(int length, double step, double beta0) implements Transform {

    public Hamiltonian {
        Length.require(length);
        if (length > 0) {
            new Leapfrogs(length, step, beta0);
        }
    }

    /** The prototype: three leapfrogs of 0.05 with the inverse temperature 0.3. */
    public Hamiltonian() {
        this(3, 0.05, 0.3);
    }

    @Override
    public String name() {
        return HamiltonianVertex.TRANSFORM;
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    @Override
    public boolean followsDecoder() {
        return true;
    }

    @Override
    public int contextColumns(int latent) {
        return 0;
    }

    @Override
    public void addTo(TransformChain chain, String name, String context) {
        Leapfrogs leapfrogs = new Leapfrogs(length, step, beta0);
        String momentum = name + "-momentum";
        SamplingLayer.Noise noise = new SamplingLayer.Noise(
                chain.network().noiseSeed(momentum), momentum, chain.network().draws());
        ParameterRowsLayer learned = new ParameterRowsLayer.Builder()
                .rows(1)
                .nOut(leapfrogs.parameterCount(chain.latent()))
                .weightInit(WeightInit.ZERO)
                .build();
        chain.append(chain.network()
                .vertex(
                        name,
                        new HamiltonianVertex(
                                leapfrogs, chain.joint().prior(), chain.joint().decoderInput()),
                        chain.z(),
                        chain.network().layer(momentum, new NormalNoiseLayer(noise), chain.z()),
                        chain.network().layer(name + "-parameters", learned, chain.z()),
                        chain.joint().data()));
    }
}
