package org.vae4j.network.ball;

import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;

/** A block that reads points of a Poincaré ball: the first of a decoder whose latent lies there. */
public interface InBall extends BlockSpec {

    /**
     * How curved the ball is.
     *
     * @return c > 0
     */
    double curvature();

    /** {@return where the points are} */
    default PoincareBall ball() {
        return new PoincareBall(curvature());
    }

    /** Throws: what leads back to points of a ball is the posterior. */
    @Override
    default BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException("found " + name() + " in a network that is to be mirrored, expected none: it"
                + " reads the latent; list the decoder's blocks");
    }
}
