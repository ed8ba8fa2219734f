package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.Mode;
import org.vae4j.model.foreign.ExampleShape;
import org.vae4j.model.foreign.ForeignRun;
import org.vae4j.model.foreign.ForeignShapes;

/**
 * The shapes of the outputs of a network's nodes, determined as the nodes are added.
 *
 * <p>A foreign vertex is run once on a few examples of zeros, in evaluation mode, which changes no state: DL4J's own
 * declarations of output types lack the number of steps of sequences.
 */
final class GraphShapes {

    /**
     * The number of examples of zeros. An output whose first dimension is no multiple of it does not count examples.
     */
    private static final int EXAMPLES = 3;

    private final DataType type;
    private final int[] columns;
    private final List<ExampleShape> shapes = new ArrayList<>();
    private final List<Integer> rowsPerExample = new ArrayList<>();

    GraphShapes(DataType type, int nodes) {
        this.type = type;
        this.columns = new int[nodes];
    }

    /** Adds the next node. */
    void add(GraphNode node) {
        int self = shapes.size();
        columns[self] = node.columns(columns);
        if (node instanceof GraphNode.Foreign foreign) {
            shapes.add(foreign.vertex().shapes().output());
            rowsPerExample.add(foreign.vertex().shapes().outputRowsPerExample());
            return;
        }
        shapes.add(ExampleShape.ofRow(columns[self]));
        rowsPerExample.add(
                node.inputs().isEmpty() ? 1 : rowsPerExample.get(node.inputs().get(0)));
    }

    /** The shape of one row of a node's output. */
    ExampleShape of(int node) {
        return shapes.get(node);
    }

    /** The rows of a node's output per example: the number of steps where steps of sequences are rows, otherwise 1. */
    int rowsPerExample(int node) {
        return rowsPerExample.get(node);
    }

    /** Determines the shapes of a foreign vertex that reads given nodes. */
    ForeignShapes probe(String name, ForeignRun run, List<Integer> inputs) {
        List<ExampleShape> read = inputs.stream().map(shapes::get).toList();
        int rows = rowsPerExample.get(inputs.get(0));
        List<INDArray> zeros = IntStream.range(0, inputs.size())
                .mapToObj(i -> Nd4j.zeros(type, read.get(i).ofBatch(EXAMPLES * rowsPerExample.get(inputs.get(i)))))
                .toList();
        INDArray output = output(name, run, zeros, read);
        if (output.rank() < 2 || output.size(0) % EXAMPLES != 0) {
            throw new IllegalArgumentException("vertex \"" + name + "\" (" + run.type() + "): found that " + EXAMPLES
                    + " examples become an array of shape " + Arrays.toString(output.shape())
                    + ", expected examples along its first dimension");
        }
        return new ForeignShapes(read, ExampleShape.of(output), rows, Math.toIntExact(output.size(0) / EXAMPLES));
    }

    private static INDArray output(String name, ForeignRun run, List<INDArray> zeros, List<ExampleShape> read) {
        try {
            return run.forward(zeros, EXAMPLES, Mode.EVALUATION);
        } catch (RuntimeException e) {
            String reason = Optional.ofNullable(e.getMessage())
                    .flatMap(message -> message.lines().findFirst())
                    .orElse(e.getClass().getSimpleName());
            throw new IllegalArgumentException(
                    "vertex \"" + name + "\" (" + run.type() + "): found that DL4J can't run it on examples of shape "
                            + read + " (" + reason + "), expected a layer or vertex that fits what is before it",
                    e);
        }
    }
}
