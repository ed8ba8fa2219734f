package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.latent.manifold.PoincareBall;

/**
 * The logarithmic map at the origin of the Poincaré ball: of a point, the tangent vector at the origin whose length is
 * the distance to it ({@link PoincareBall#toTangent}). So a network that knows nothing of the ball reads coordinates of
 * ℝⁿ. Shapes {@code [batch, n]}, the same in and out.
 */
public class LogMapLayer extends ParameterlessLayer {

    private PoincareBall ball = new PoincareBall(1);

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public LogMapLayer() {}

    /**
     * The map of a ball.
     *
     * @param ball where the points are
     */
    public LogMapLayer(PoincareBall ball) {
        this.ball = Objects.requireNonNull(ball, "ball");
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new LogMapLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(ball);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return inputType;
    }

    /** {@return where the points are} */
    public PoincareBall getBall() {
        return ball;
    }
}
