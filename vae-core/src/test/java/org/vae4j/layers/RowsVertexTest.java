package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

/**
 * Tests {@link AppendRowsVertex} and {@link RowsVertex}, which parts the rows again. The tests of the VampPrior cover
 * the use of the last rows.
 */
class RowsVertexTest extends LayerContract {

    private static final int APPENDED = 3;
    private static final int ROWS = 2;
    private static final int WIDTH = 4;
    private static final int WIDTH_BEHIND = 3;

    /** A network that appends learned rows to the batch and takes away the given number of last rows. */
    private static ComputationGraph network(DataType type, int last) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("batch", Networks.dense(WIDTH, Nonlinearity.TANH), "x")
                .addLayer(
                        "learned",
                        new ParameterRowsLayer.Builder()
                                .rows(APPENDED)
                                .nOut(WIDTH)
                                .build(),
                        "x")
                .addVertex("all", new AppendRowsVertex(), "batch", "learned")
                .addLayer("behind", Networks.dense(WIDTH_BEHIND, Nonlinearity.TANH), "all")
                .addVertex("before-last", new RowsVertex(RowsVertex.Part.BEFORE, last), "behind")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "before-last")
                .addLayer("out", Networks.output(), "parameters")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("appended and parted", type -> network(type, APPENDED)));
    }

    private static INDArray examples() {
        return Values.pixels(1, DataType.DOUBLE, ROWS, FEATURES);
    }

    /** Some successive rows of a matrix. */
    private static double[] rows(INDArray matrix, int from, int to) {
        return Values.of(matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
    }

    @Test
    void appendedRowsFollowThoseOfTheBatch() {
        ComputationGraph graph = network(DataType.DOUBLE, APPENDED);
        Map<String, INDArray> activations = graph.feedForward(examples(), false);
        INDArray all = activations.get("all");
        assertThat(all.shape()).containsExactly(ROWS + APPENDED, WIDTH);
        assertThat(rows(all, 0, ROWS)).isEqualTo(Values.of(activations.get("batch")));
        assertThat(rows(all, ROWS, ROWS + APPENDED))
                .isEqualTo(Values.of(graph.getLayer("learned").getParam("W")));
    }

    @Test
    void rowsBeforeTheLastAreThoseOfTheBatch() {
        Map<String, INDArray> activations = network(DataType.DOUBLE, APPENDED).feedForward(examples(), false);
        assertThat(Values.of(activations.get("before-last"))).isEqualTo(rows(activations.get("behind"), 0, ROWS));
    }

    @Test
    void partsTellConfigurationsApart() {
        assertThat(new RowsVertex(RowsVertex.Part.LAST, 2)).isNotEqualTo(new RowsVertex(RowsVertex.Part.BEFORE, 2));
    }

    @Test
    void refusesToTakeNoLastRows() {
        assertThatThrownBy(() -> new RowsVertex(RowsVertex.Part.LAST, 0)).hasMessageContaining("last = 0");
    }

    @Test
    void refusesToPartMoreRowsThanThereAre() {
        assertThatThrownBy(() -> network(DataType.DOUBLE, 7).feedForward(examples(), false))
                .hasMessageContaining("found 5 rows, expected more than the last 7");
    }

    @Test
    void refusesToAppendRowsOfAnotherWidth() {
        assertThatThrownBy(() ->
                        new AppendRowsVertex().getOutputType(0, InputType.feedForward(3), InputType.feedForward(4)))
                .hasMessageContaining("found rows of 3 and of 4 columns");
    }
}
