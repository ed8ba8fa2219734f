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
 * Compares a gradient g of a score S(θ), in double precision, with central differences.
 *
 * <p>Parameters are checked in groups of {@value #GROUP}: along a direction d with random components of size 0.5 to
 * 1.5, (S(θ + h d) − S(θ − h d)) / 2h must equal dᵀg. A wrong derivative shows in the sum, for a fraction of the
 * evaluations that one parameter at a time would take. Where a group disagrees, its parameters are checked one by one,
 * which decides and names the parameter.
 *
 * <p>For one parameter h = 1e-5: the truncation error is of the order 1e-10 times the third derivative, the rounding
 * error of the order 1e-16 / 1e-5 times the score. The tolerances of 1e-6 relative and 1e-8 absolute leave room for
 * both, and a wrong term exceeds them by far. For a group h is smaller, since third derivatives add up.
 */
public final class GradientCheck {

    private static final int GROUP = 8;
    private static final double STEP = 1e-5;
    private static final double GROUP_STEP = 3e-6;
    private static final double RELATIVE = 1e-6;
    private static final double ABSOLUTE = 1e-8;
    private static final double LEAST_SLOPE = 1e-3;

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
     * @param net a network in double precision
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

    /** The indices of state among the parameters, which layers update themselves and whose gradient must be zero. */
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
     * @param net a network in double precision
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
     * Fails where a derivative that a model's compiled pass computes is wrong.
     *
     * @param model a model in double precision
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
     * Fails where the gradient of a model's compiled pass differs from that of DL4J's own pass, or a vertex is run by
     * DL4J.
     *
     * @param graph the network of a model, in double precision
     * @param x examples
     * @param tolerance the largest absolute difference of a derivative
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
     * @param parameters the parameters of the score, in double precision; moved and restored
     * @param score computes the score of the present parameters
     */
    public static void assertSlopes(double[] gradient, INDArray parameters, DoubleSupplier score) {
        assertSlopes(gradient, parameters, score, IntStream.range(0, gradient.length));
    }

    /**
     * Fails where a derivative of a score is wrong.
     *
     * @param gradient one value per parameter
     * @param parameters the parameters of the score, in double precision; moved and restored
     * @param score computes the score of the present parameters
     * @param checked indices of the parameters to check
     */
    public static void assertSlopes(double[] gradient, INDArray parameters, DoubleSupplier score, IntStream checked) {
        new GradientCheck(gradient, parameters, score).require(checked);
    }

    /**
     * The gradient of the score by backpropagation.
     *
     * @param net a network
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

    /** Fails unless all checked derivatives agree and at least one group has a slope. */
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
            if (!agrees(slope, directionalDerivative(group, direction))) {
                requireEach(group);
            }
            largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(largest)
                .as("largest slope: a score that does not depend on the parameters would check nothing")
                .isGreaterThan(LEAST_SLOPE);
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

    /** dᵀg of a group. */
    private double directionalDerivative(int[] group, double[] direction) {
        return IntStream.range(0, group.length)
                .mapToDouble(k -> direction[k] * gradient[group[k]])
                .sum();
    }

    /** The central difference of the score along a direction. */
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
