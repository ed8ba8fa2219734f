package org.vae4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.BitSet;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.layers.StateHolder;

/**
 * Compares a network's gradient, in double precision, with central differences of its score.
 *
 * <p>The step is 1e-5: truncation is of order 1e-10 times the third derivative, rounding of order 1e-16 / 1e-5 times
 * the score. So 1e-6 of the gradient's own size and 1e-8 absolutely are generous, and any wrong term is far outside.
 */
public final class GradientCheck {

    private static final double STEP = 1e-5;
    private static final double RELATIVE = 1e-6;
    private static final double ABSOLUTE = 1e-8;

    private GradientCheck() {}

    /**
     * Fails where a derivative of the score with respect to a parameter is wrong.
     *
     * @param net in double precision
     * @param x features
     * @param y labels
     */
    public static void assertGradients(ComputationGraph net, INDArray x, INDArray y) {
        DataSet data = new DataSet(x, y);
        compare(gradient(net, x, y), state(net), net.params(), () -> net.score(data, true));
    }

    /** Which parameters a layer moves by itself: they have no gradient, whatever the score makes of them. */
    private static BitSet state(ComputationGraph net) {
        BitSet state = new BitSet();
        for (Layer layer : net.getLayers()) {
            if (!(layer.conf().getLayer() instanceof StateHolder holder)) {
                continue;
            }
            layer.paramTable().forEach((name, values) -> {
                int first = Math.toIntExact(values.offset() - net.params().offset());
                if (holder.isState(name)) {
                    state.set(first, first + Math.toIntExact(values.length()));
                }
            });
        }
        return state;
    }

    /**
     * Fails where a derivative of the score with respect to a parameter is wrong.
     *
     * @param net in double precision
     * @param x features
     * @param y labels
     */
    public static void assertGradients(MultiLayerNetwork net, INDArray x, INDArray y) {
        DataSet data = new DataSet(x, y);
        net.setInput(x);
        net.setLabels(y);
        net.computeGradientAndScore();
        double[] gradient = Values.of(net.getFlattenedGradients().reshape(1, -1).div(x.size(0)));
        compare(gradient, new BitSet(), net.params(), () -> net.score(data, true));
    }

    /**
     * The gradient of the score by backpropagation.
     *
     * @param net any network
     * @param x features
     * @param y labels
     * @return one value a parameter
     */
    public static double[] gradient(ComputationGraph net, INDArray x, INDArray y) {
        net.setInputs(x);
        net.setLabels(y);
        net.computeGradientAndScore();
        return Values.of(net.getFlattenedGradients().reshape(1, -1).div(x.size(0)));
    }

    private static void compare(double[] gradient, BitSet state, INDArray parameters, DoubleSupplier score) {
        double largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            if (state.get(i)) {
                assertThat(gradient[i]).as("gradient of state").isZero();
                continue;
            }
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + STEP);
            double above = score.getAsDouble();
            parameters.putScalar(i, value - STEP);
            double below = score.getAsDouble();
            parameters.putScalar(i, value);
            double slope = (above - below) / (2 * STEP);
            double allowed = ABSOLUTE + RELATIVE * Math.max(Math.abs(slope), Math.abs(gradient[i]));
            if (!(Math.abs(slope - gradient[i]) <= allowed)) {
                fail("parameter %d: found a gradient of %s, the slope of the score is %s", i, gradient[i], slope);
            }
            largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(largest)
                .as("a network whose score depends on its parameters")
                .isGreaterThan(1e-3);
    }
}
