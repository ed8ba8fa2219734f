package org.vae4j.network.ball;

import org.vae4j.layers.LogMapLayer;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * The logarithmic map at the origin of a Poincaré ball: see {@link LogMapLayer}.
 *
 * @param curvature c > 0 of the latent's ball
 */
public record LogMap(double curvature) implements InBall {

    /** The prototype, in the ball of curvature 1. */
    public LogMap() {
        this(1);
    }

    @Override
    public String name() {
        return "logMap";
    }

    @Override
    public Shape output(Shape input) {
        ball();
        return input;
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return network.layer(name, new LogMapLayer(ball()), from);
    }
}
