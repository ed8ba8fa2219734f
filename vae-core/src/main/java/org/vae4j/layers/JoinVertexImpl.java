package org.vae4j.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** A vertex without parameters: what DL4J wants of it around its {@link JoinOperation}. */
@SuppressWarnings("overrides") // DL4J's own setInputs
abstract class JoinVertexImpl extends PlainVertexImpl implements JoinOperation {

    /** What {@link #doForward} returned, for the backward pass of the same iteration. */
    private INDArray output;

    JoinVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public final INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        output = Workspaces.activations(
                workspaces,
                dataType,
                outputRows(sizes(input -> input.size(0))),
                outputColumns(sizes(Workspaces::columns)));
        use(training ? Mode.TRAINING : Mode.EVALUATION);
        forward(matrices(), Matrix.of(output));
        // Compiled passes of evaluation do not say that they are.
        use(Mode.EVALUATION);
        return output;
    }

    @Override
    public final Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray[] gradients = new INDArray[inputs.length];
        if (epsilon == null) {
            // A layer that takes its input for data has none for it.
            return new Pair<>(null, gradients);
        }
        List<GradientTarget> targets = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            if (isDataWithoutGradient(i)) {
                // DL4J cannot add one to that of a reader that has none.
                targets.add(GradientTarget.NONE);
                continue;
            }
            gradients[i] = Workspaces.gradients(workspaces, dataType, inputs[i].size(0), inputs[i].size(1));
            Matrix target = Matrix.of(gradients[i]);
            kernels.fill(target, 0);
            targets.add(givesGradient(i) ? GradientTarget.overwrite(target) : GradientTarget.NONE);
        }
        Matrix outputGradient =
                Matrix.allocate(dataType, Math.toIntExact(epsilon.size(0)), Math.toIntExact(epsilon.size(1)));
        kernels.copy(Matrix.ofAny(epsilon), outputGradient);
        backward(matrices(), Matrix.of(output), outputGradient, targets);
        return new Pair<>(null, gradients);
    }

    /** Another reader of the data may have handed a gradient back; then DL4J adds this one to it. */
    private boolean isDataWithoutGradient(int input) {
        if (inputVertices == null) {
            return false;
        }
        GraphVertex vertex = graph.getVertices()[inputVertices[input].getVertexIndex()];
        return vertex.isInputVertex() && vertex.getEpsilon() == null;
    }

    private void use(Mode mode) {
        if (this instanceof ModeDriven driven) {
            driven.use(mode);
        }
    }

    private int[] sizes(ToLongFunction<INDArray> size) {
        return Arrays.stream(inputs).mapToLong(size).mapToInt(Math::toIntExact).toArray();
    }

    private List<Matrix> matrices() {
        return Arrays.stream(inputs)
                .map(input -> Matrix.ofAny(input.castTo(dataType)))
                .toList();
    }
}
