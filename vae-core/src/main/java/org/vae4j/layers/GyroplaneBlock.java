package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.latent.manifold.PoincareBall;

/**
 * A layer of signed distances to hyperplanes of the Poincaré ball, y(j) = f(‖w(j)‖ d(x, H(j))): the hyperbolic
 * counterpart of a fully connected layer. The gyroplane H(j) is orthogonal to w(j) and lies at the signed distance
 * -b(j) from the origin.
 *
 * <p>With λ = 2 / (1 - c ‖x‖²), sinh(√c d) = λ √c xᵀw/‖w‖ cosh(√c b) + (λ - 1) sinh(√c b) (Ganea et al. 2018; in this
 * parametrisation Shimizu et al. 2021, "Hyperbolic neural networks++"; both cited from memory). As c → 0,
 * d = 2 xᵀw/‖w‖ + b.
 *
 * <p>Shapes: X {@code [batch, nIn]}, points of the ball, W {@code [nIn, nOut]}, b {@code [nOut]}, Y
 * {@code [batch, nOut]}.
 */
public class GyroplaneBlock extends Block {

    private PoincareBall ball = new PoincareBall(1);

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public GyroplaneBlock() {}

    private GyroplaneBlock(Builder builder) {
        super(builder);
        ball = builder.ball;
    }

    @Override
    final void requireSettings() {
        super.requireSettings();
        Objects.requireNonNull(ball, "ball");
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new GyroplaneBlockImpl(conf, type);
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, nOut, nOut);
    }

    @Override
    List<Object> settings() {
        return List.of(super.settings(), ball);
    }

    /** {@return the ball that the points lie in} */
    public PoincareBall getBall() {
        return ball;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends Block.Builder<Builder> {

        private PoincareBall ball = new PoincareBall(1);

        /** Identity, in the ball of curvature 1. */
        public Builder() {}

        /**
         * Sets the ball that the points lie in; curvature 1 unless set.
         *
         * @param where the ball
         * @return this
         */
        public Builder ball(PoincareBall where) {
            ball = Objects.requireNonNull(where, "ball");
            return this;
        }

        @Override
        public GyroplaneBlock build() {
            return new GyroplaneBlock(this);
        }
    }
}
