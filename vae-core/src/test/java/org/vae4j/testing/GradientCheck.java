package org.vae4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.StateHolder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.CompiledGraph;

/**
 * Compares a gradient, in double precision, with central differences of the score.
 *
 * <p>Parameters are moved {@value #GROUP} at a time along a random direction, in which no two have the same share: the
 * slope along it is the weighted sum of their derivatives, so that one that is wrong shows, for a fraction of the
 * passes that one parameter at a time would take. Where a group's slope differs, its parameters are compared one by
 * one, which decides and names the parameter.
 *
 * <p>The step of one parameter is 1e-5: truncation is of order 1e-10 times the third derivative, rounding of order
 * 1e-16 / 1e-5 times the score. So 1e-6 of the gradient's own size and 1e-8 absolutely are generous, and any wrong term
 * is far outside. A group's steps are shorter, since its third derivative adds up.
 */
public final class GradientCheck {

    private static final int GROUP = 8;
    private static final double STEP = 1e-5;
    private static final double GROUP_STEP = 3e-6;
    private static final double RELATIVE = 1e-6;
    private static final double ABSOLUTE = 1e-8;

    private final double[] gradient;
    private final INDArray parameters;
    private final DoubleSupplier score;

    private GradientCheck(double[] gradient, INDArray parameters, DoubleSupplier score) {
        this.gradient = gradient;
        this.parameters = parameters;
        this.score = score;
    }

    /**
     * Fails where a derivative of the score with respect to a parameter is wrong.
     *
     * @param net in double precision
     * @param x features
     * @param y labels
     */
    public static void assertGradients(ComputationGraph net, INDArray x, INDArray y) {
        DataSet data = new DataSet(x, y);
        double[] gradient = gradient(net, x, y);
        BitSet state = state(net);
        state.stream()
                .forEach(i -> assertThat(gradient[i]).as("gradient of state").isZero());
        new GradientCheck(gradient, net.params(), () -> net.score(data, true))
                .require(IntStream.range(0, gradient.length).filter(i -> !state.get(i)));
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
        assertSlopes(gradient, net.params(), () -> net.score(data, true));
    }

    /**
     * Fails where a derivative of a model's objective, by its compiled pass, is wrong.
     *
     * @param model in double precision
     * @param x examples
     */
    public static void assertCompiledGradients(LatentModel model, INDArray x) {
        model.compiled().gradient(x);
        assertSlopes(
                Values.of(model.graph().getFlattenedGradients().reshape(1, -1).div(x.size(0))),
                model.graph().params(),
                () -> model.compiled().evaluate(x, NoisePosition.TRAINING).objectiveNats());
    }

    /**
     * Fails where a model's compiled pass has another gradient than DL4J's own pass, or leaves a vertex to DL4J.
     *
     * @param graph the network of a model, in double precision
     * @param x examples
     * @param tolerance of each derivative, absolutely
     */
    public static void assertCompiledPassIsThatOfDl4j(ComputationGraph graph, INDArray x, double tolerance) {
        double[] expected = gradient(graph, x, x);
        CompiledGraph compiled = CompiledGraph.of(graph);
        compiled.gradient(x);
        assertThat(compiled.foreignVertices()).isEmpty();
        double[] found = Values.of(graph.getFlattenedGradients().reshape(1, -1).div(x.size(0)));
        Values.assertClose("gradient", found, expected, tolerance);
    }

    /**
     * Fails where a derivative of a score is wrong.
     *
     * @param gradient one value per parameter
     * @param parameters what the score depends on, in double precision
     * @param score the score at the parameters as they stand
     */
    public static void assertSlopes(double[] gradient, INDArray parameters, DoubleSupplier score) {
        assertSlopes(gradient, parameters, score, IntStream.range(0, gradient.length));
    }

    /**
     * Fails where a derivative of a score is wrong.
     *
     * @param gradient one value per parameter
     * @param parameters what the score depends on, in double precision
     * @param score the score at the parameters as they stand
     * @param checked positions of the parameters that are compared
     */
    public static void assertSlopes(double[] gradient, INDArray parameters, DoubleSupplier score, IntStream checked) {
        new GradientCheck(gradient, parameters, score).require(checked);
    }

    /**
     * The gradient of the score by backpropagation.
     *
     * @param net any network
     * @param x features
     * @param y labels
     * @return one value per parameter
     */
    public static double[] gradient(ComputationGraph net, INDArray x, INDArray y) {
        net.setInputs(x);
        net.setLabels(y);
        net.computeGradientAndScore();
        return Values.of(net.getFlattenedGradients().reshape(1, -1).div(x.size(0)));
    }

    private void require(IntStream checked) {
        int[] positions = checked.toArray();
        SplittableRandom random = new SplittableRandom(positions.length);
        double largest = 0;
        for (int first = 0; first < positions.length; first += GROUP) {
            int[] group = Arrays.copyOfRange(positions, first, Math.min(first + GROUP, positions.length));
            double[] direction = random.doubles(group.length, 0.5, 1.5)
                    .map(share -> random.nextBoolean() ? share : -share)
                    .toArray();
            double slope = slope(group, direction, GROUP_STEP);
            if (!agrees(slope, along(group, direction))) {
                requireEach(group);
            }
            largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(largest)
                .as("a network whose score depends on its parameters")
                .isGreaterThan(1e-3);
    }

    private void requireEach(int[] group) {
        for (int i : group) {
            double slope = slope(new int[] {i}, new double[] {1}, STEP);
            if (!agrees(slope, gradient[i])) {
                fail("parameter %d: found a gradient of %s, the slope of the score is %s", i, gradient[i], slope);
            }
        }
    }

    private static boolean agrees(double slope, double derivative) {
        double allowed = ABSOLUTE + RELATIVE * Math.max(Math.abs(slope), Math.abs(derivative));
        return Math.abs(slope - derivative) <= allowed;
    }

    private double along(int[] group, double[] direction) {
        return IntStream.range(0, group.length)
                .mapToDouble(k -> direction[k] * gradient[group[k]])
                .sum();
    }

    private double slope(int[] group, double[] direction, double step) {
        double[] here = Arrays.stream(group).mapToDouble(parameters::getDouble).toArray();
        double above = scoreAt(group, here, direction, step);
        double below = scoreAt(group, here, direction, -step);
        for (int k = 0; k < group.length; k++) {
            parameters.putScalar(group[k], here[k]);
        }
        return (above - below) / (2 * step);
    }

    private double scoreAt(int[] group, double[] here, double[] direction, double step) {
        for (int k = 0; k < group.length; k++) {
            parameters.putScalar(group[k], here[k] + step * direction[k]);
        }
        return score.getAsDouble();
    }
}
