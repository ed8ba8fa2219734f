package org.vae4j.network.ball;

import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;

/** A block that reads points of a Poincaré ball, for the beginning of a decoder whose latent lies in the ball. */
public interface InBall extends BlockSpec {

    /**
     * The curvature of the ball, up to its sign.
     *
     * @return c > 0
     */
    double curvature();

    /** {@return the ball that the points lie in} */
    default PoincareBall ball() {
        return new PoincareBall(curvature());
    }

    /** Throws, as only the posterior leads back to points of the ball. */
    @Override
    default BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException("found " + name() + " in a network that is to be mirrored, expected none: it"
                + " reads the latent; list the decoder's blocks");
    }
}
