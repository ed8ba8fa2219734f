package org.vae4j.network.block;

import java.util.Objects;
import java.util.Optional;
import org.vae4j.layers.SpectralDenseBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * A fully connected layer whose scaled weights have a given largest singular value: see {@link SpectralDenseBlock}.
 *
 * @param size number of output features, ≥ 1
 * @param norm the largest singular value, above 0
 * @param activation the nonlinearity
 * @param initialisation the weight initialisation
 */
public record SpectralDense(int size, double norm, Activation activation, Initialisation initialisation)
        implements BlockSpec {

    /** Checks that nothing is missing. */
    public SpectralDense {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
        if (!(norm > 0) || Double.isInfinite(norm)) {
            throw new IllegalArgumentException("norm: found " + norm + ", expected a finite number above 0");
        }
    }

    /** The prototype, with a norm of 1; the size has to be set. */
    public SpectralDense() {
        this(0, 1, Activation.NETWORK, new OfNetwork());
    }

    @Override
    public String name() {
        return "spectralDense";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        SpectralDenseBlock.Builder block = network.initialised(new SpectralDenseBlock.Builder(), initialisation)
                .nOut(size)
                .norm(norm)
                .nonlinearity(network.nonlinearity(activation));
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return Dense.backTo(input, new SpectralDense(input.size(), norm, activation, initialisation));
    }

    /** A plain fully connected layer, whose output is not bounded. */
    @Override
    public Optional<BlockSpec> asHead(int parametersPerFeature) {
        return new Dense(size, Activation.IDENTITY, initialisation).asHead(parametersPerFeature);
    }
}
