package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.latent.manifold.PoincareBall;

/**
 * The logarithmic map at the origin of the Poincaré ball, v = 2 artanh(√c ‖z‖) z / (√c ‖z‖): it takes a point z to the
 * tangent vector at the origin that has its direction and, as length, its distance from the origin
 * ({@link PoincareBall#toTangent}). With it, a network that knows nothing of the ball reads coordinates of ℝⁿ. Input
 * and output have the shape {@code [batch, n]}.
 */
public class LogMapLayer extends ParameterlessLayer {

    private PoincareBall ball = new PoincareBall(1);

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public LogMapLayer() {}

    /**
     * The map of a ball.
     *
     * @param ball the ball that the points lie in
     */
    public LogMapLayer(PoincareBall ball) {
        this.ball = ball;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        Objects.requireNonNull(ball, "ball");
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

    /** {@return the ball that the points lie in} */
    public PoincareBall getBall() {
        return ball;
    }
}
