package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class GyroplaneBlockTest extends LayerContract {

    private static GyroplaneBlock block(int size, double curvature, Nonlinearity f) {
        return new GyroplaneBlock.Builder()
                .nOut(size)
                .ball(new PoincareBall(curvature))
                .nonlinearity(f)
                .build();
    }

    /** A network with the block behind a tanh of six values, which lie in a ball of radius √6. */
    private static ComputationGraph network(DataType type, GyroplaneBlock block) {
        ComputationGraph graph = Networks.chain(
                type,
                FEATURES,
                Networks.dense(6, Nonlinearity.TANH),
                block,
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
        INDArray bias = graph.getLayer("layer1").getParam("b");
        bias.assign(
                Values.normal(5, type, 1, Math.toIntExact(bias.length()), 0.5).reshape(bias.shape()));
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(Nonlinearity.IDENTITY, Nonlinearity.TANH, Nonlinearity.SWISH)
                .map(f -> new Case("gyroplanes, " + f, type -> network(type, block(4, 0.12, f))));
    }

    private static ComputationGraph alone(GyroplaneBlock block) {
        return Networks.chain(
                DataType.DOUBLE, FEATURES, block, Networks.dense(FEATURES, Nonlinearity.IDENTITY), Networks.output());
    }

    private static INDArray output(ComputationGraph graph, INDArray x) {
        return graph.feedForward(x, false).get("layer0");
    }

    /** As c → 0, the output is 2 XW + ‖w‖ b: a fully connected layer of the coordinates 2x. */
    @Test
    void outputWithoutCurvatureIsThatOfAFullyConnectedLayer() {
        ComputationGraph graph = alone(block(3, 1e-12, Nonlinearity.IDENTITY));
        INDArray w = graph.getLayer("layer0").getParam("W");
        INDArray b = graph.getLayer("layer0").getParam("b");
        b.assign(Values.normal(4, DataType.DOUBLE, 1, 3, 1).reshape(b.shape()));
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        INDArray expected = x.mmul(w).muli(2).addRowVector(w.norm2(0).mul(b.reshape(3)));
        assertThat(Values.of(output(graph, x))).containsExactly(Values.of(expected), within(1e-9));
    }

    /** Finds the smallest distance of the point to points of the plane by a search, in two dimensions. */
    @Test
    void outputIsTheDistanceToThePlaneTimesTheLengthOfW() {
        PoincareBall ball = new PoincareBall(0.6);
        double length = 3;
        double[] direction = {0.6, 0.8};
        double offset = 0.7;
        double[] point = {-0.4, 0.7};
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                2,
                block(1, ball.curvature(), Nonlinearity.IDENTITY),
                Networks.dense(2, Nonlinearity.IDENTITY),
                Networks.output());
        graph.getLayer("layer0").getParam("W").putScalar(0, 0, length * direction[0]);
        graph.getLayer("layer0").getParam("W").putScalar(1, 0, length * direction[1]);
        graph.getLayer("layer0").getParam("b").assign(-offset);
        double found = output(graph, Values.array(DataType.DOUBLE, 1, 2, i -> point[i]))
                .getDouble(0, 0);
        double expected = length * smallestDistance(ball, point, direction, offset);
        assertThat(Math.abs(found)).isCloseTo(expected, within(1e-6));
        assertThat(found).as("the point is on the side of the origin").isNegative();
    }

    /** Geodesics from the foot of the plane, orthogonal to its direction, lead to its points. */
    private static double smallestDistance(PoincareBall ball, double[] point, double[] direction, double offset) {
        double[] foot = ball.fromTangent(new double[] {offset * direction[0], offset * direction[1]});
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = -30_000; i <= 30_000; i++) {
            double step = i * 1e-4;
            double[] onPlane =
                    ball.plus(foot, ball.fromTangent(new double[] {-step * direction[1], step * direction[0]}));
            smallest = Math.min(smallest, ball.distance(point, onPlane));
        }
        return smallest;
    }

    @Test
    void refusesAPointOutsideTheBall() {
        Gyroplanes planes = new Gyroplanes(new PoincareBall(4), new double[] {1, 0}, new double[] {0});
        assertThatThrownBy(() -> planes.points(new double[] {0.1, 0.3, 0.1, 0.4}, 2, new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "found a point of length 0.5, expected one inside the Poincare ball, below 0.5");
    }
}
