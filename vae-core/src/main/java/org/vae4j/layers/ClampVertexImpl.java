package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link ClampVertex}: y = min(max(x, least), most) in the clamped columns, whose gradient is 0 at and
 * beyond the bounds.
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class ClampVertexImpl extends JoinVertexImpl {

    private final ClampVertex conf;

    ClampVertexImpl(ComputationGraph graph, String name, int index, DataType type, ClampVertex conf) {
        super(graph, name, index, type);
        this.conf = conf;
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return inputColumns[0];
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        double[] values = kernels.values(inputs.get(0));
        for (int i = conf.getFrom() * output.rows(); i < conf.getTo() * output.rows(); i++) {
            values[i] = Math.min(Math.max(values[i], conf.getLeast()), conf.getMost());
        }
        kernels.write(values, output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        double[] values = kernels.values(inputs.get(0));
        double[] gradient = kernels.values(outputGradient);
        for (int i = conf.getFrom() * output.rows(); i < conf.getTo() * output.rows(); i++) {
            if (values[i] <= conf.getLeast() || values[i] >= conf.getMost()) {
                gradient[i] = 0;
            }
        }
        kernels.write(gradient, outputGradient);
        targets.get(0).receive(kernels, outputGradient);
    }
}
