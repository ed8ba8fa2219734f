package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.latent.manifold.PoincareBall;

/**
 * What a fully connected layer is to ℝⁿ, in the Poincaré ball: y(j) = f(‖w(j)‖ d(x, H(j))) with the signed distance to
 * the gyroplane that stands at right angles to w(j) at the distance -b(j) from the origin. With λ = 2 / (1 - c ‖x‖²),
 * sinh(√c d) = λ √c xᵀw/‖w‖ cosh(√c b) + (λ - 1) sinh(√c b) (Ganea et al. 2018; in this parametrisation Shimizu et al.
 * 2021, "Hyperbolic neural networks++"; both recalled). As c → 0, d = 2 xᵀw/‖w‖ + b.
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

    /** {@return where the points are} */
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
         * Sets where the points are.
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
