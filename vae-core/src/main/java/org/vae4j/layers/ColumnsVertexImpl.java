package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** The passes of {@link ColumnsVertex}: copies the columns, and sets the gradient of the other ones to 0. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class ColumnsVertexImpl extends JoinVertexImpl {

    private final ColumnsVertex conf;

    ColumnsVertexImpl(ComputationGraph graph, String name, int index, DataType type, ColumnsVertex conf) {
        super(graph, name, index, type);
        this.conf = conf;
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return conf.getTo() - conf.getFrom();
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        kernels.copy(inputs.get(0).columns(conf.getFrom(), conf.getTo()), output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        targets.get(0).receiveColumns(kernels, outputGradient, conf.getFrom());
    }
}
