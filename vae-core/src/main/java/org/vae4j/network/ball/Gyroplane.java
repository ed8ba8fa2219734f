package org.vae4j.network.ball;

import java.util.Objects;
import org.vae4j.layers.GyroplaneBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * Signed distances to gyroplanes of a Poincaré ball: see {@link GyroplaneBlock}.
 *
 * @param size number of gyroplanes, ≥ 1
 * @param curvature c > 0 of the latent's ball
 * @param activation the nonlinearity
 * @param initialisation the weight initialisation
 */
public record Gyroplane(int size, double curvature, Activation activation, Initialisation initialisation)
        implements InBall {

    /** Checks that nothing is missing. */
    public Gyroplane {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype, in the ball of curvature 1; the size has to be set. */
    public Gyroplane() {
        this(0, 1, Activation.NETWORK, new OfNetwork());
    }

    @Override
    public String name() {
        return "gyroplane";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        ball();
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        GyroplaneBlock.Builder block = network.initialised(new GyroplaneBlock.Builder(), initialisation)
                .nOut(size)
                .ball(ball())
                .nonlinearity(network.nonlinearity(activation));
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }
}
