package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** The passes of {@link RowsVertex}: copies the rows, and sets the gradient of the other ones to 0. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class RowsVertexImpl extends JoinVertexImpl {

    private final RowsVertex conf;

    RowsVertexImpl(ComputationGraph graph, String name, int index, DataType type, RowsVertex conf) {
        super(graph, name, index, type);
        this.conf = conf;
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return inputColumns[0];
    }

    @Override
    public int outputRows(int[] inputRows) {
        if (inputRows[0] <= conf.getLast()) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found " + inputRows[0]
                    + " rows, expected more than the last " + conf.getLast() + ", which are appended to a batch");
        }
        return conf.getPart() == RowsVertex.Part.LAST ? conf.getLast() : inputRows[0] - conf.getLast();
    }

    private int firstRow(Matrix input) {
        return conf.getPart() == RowsVertex.Part.LAST ? input.rows() - conf.getLast() : 0;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        Matrix input = inputs.get(0);
        kernels.copy(input.rows(firstRow(input), output.rows()), output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        if (targets.get(0).isWanted()) {
            Matrix input = inputs.get(0);
            Matrix gradient = Matrix.allocate(dataType, input.rows(), input.columns());
            kernels.fill(gradient, 0);
            kernels.copy(outputGradient, gradient.rows(firstRow(input), outputGradient.rows()));
            targets.get(0).receive(kernels, gradient);
        }
    }
}
