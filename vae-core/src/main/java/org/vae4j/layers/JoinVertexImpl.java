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

/** A vertex without parameters: adapts its {@link JoinOperation} to DL4J's methods and workspaces. */
@SuppressWarnings("overrides") // DL4J's own setInputs
abstract class JoinVertexImpl extends PlainVertexImpl implements JoinOperation {

    /** The result of the last {@link #doForward}, for the backward pass of the same iteration. */
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
        // The default mode: this library's own evaluation passes set none.
        use(Mode.EVALUATION);
        return output;
    }

    @Override
    public final Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray[] gradients = new INDArray[inputs.length];
        if (epsilon == null) {
            // The vertex behind computes no gradient with respect to its input.
            return new Pair<>(null, gradients);
        }
        List<GradientTarget> targets = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            if (isDataWithoutGradient(i)) {
                targets.add(GradientTarget.NONE);
                continue;
            }
            gradients[i] = Workspaces.gradients(workspaces, dataType, inputs[i].size(0), inputs[i].size(1));
            Matrix target = Matrix.of(gradients[i]);
            kernels.fill(target, 0);
            targets.add(givesGradient(i) ? GradientTarget.overwrite(target) : GradientTarget.NONE);
        }
        backward(matrices(), Matrix.of(output), copyOfEpsilon(), targets);
        return new Pair<>(null, gradients);
    }

    /** A copy that the backward pass may overwrite; DL4J may hand its own array to other vertices too. */
    private Matrix copyOfEpsilon() {
        Matrix copy = Matrix.allocate(dataType, Math.toIntExact(epsilon.size(0)), Math.toIntExact(epsilon.size(1)));
        kernels.copy(Matrix.ofAny(epsilon), copy);
        return copy;
    }

    /**
     * Whether an input is the network's data, to which no gradient has come back yet. DL4J adds up the gradients of all
     * readers of a vertex, and fails where only some readers have one.
     */
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
