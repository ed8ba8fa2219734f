package org.vae4j.network.transform;

import org.deeplearning4j.nn.weights.WeightInit;
import org.vae4j.latent.hamiltonian.Leapfrogs;
import org.vae4j.layers.HamiltonianVertex;
import org.vae4j.layers.NormalNoiseLayer;
import org.vae4j.layers.ParameterRowsLayer;
import org.vae4j.layers.SamplingLayer;

/**
 * Hamiltonian dynamics along the slope of log p(x, z), with a momentum that is drawn beside z and tempered (Caterini,
 * Doucet and Sejdinovic 2018): see {@link Leapfrogs}. The steps know of x by way of the decoder, so the encoder emits
 * nothing for them; step sizes and the temperature of the beginning are learned.
 *
 * <p>What stands for its log-determinant is log N(ρ_K; 0, I) - log N(γ; 0, I), so that the bound is one on the space of
 * z and momentum and e to the log-weight of a draw is an unbiased estimate of p(x), as for other transforms.
 *
 * @param length how many leapfrogs, ≥ 0
 * @param step the size that all steps begin with, &gt; 0; they stay below twice as much
 * @param beta0 the inverse temperature that the momentum begins with, in (0, 1]; 1: no tempering
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
