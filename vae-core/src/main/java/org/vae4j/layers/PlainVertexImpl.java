package org.vae4j.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;

/** The implementation of a {@link PlainVertex}: DL4J's methods about layers, gradients and masks, which it has not. */
@SuppressWarnings("overrides") // DL4J's own setInputs
abstract class PlainVertexImpl extends BaseGraphVertex {

    final Kernels kernels;

    PlainVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
        kernels = Kernels.of(type);
    }

    @Override
    public final boolean hasLayer() {
        return false;
    }

    @Override
    public final Layer getLayer() {
        return null;
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException("a vertex without parameters has no gradients to set");
        }
    }

    @Override
    public final Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batch) {
        return masks == null || masks[0] == null ? null : new Pair<>(masks[0], state);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(name=\"" + getVertexName() + "\")";
    }
}
