package org.vae4j.layers;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Joins matrices {@code [batch, n₁]}, {@code [batch, n₂]}, … to {@code [batch, n₁ + n₂ + …]}.
 *
 * <p>Like DL4J's {@code MergeVertex} for feed-forward data, but it keeps the column order, in which the parts are
 * contiguous blocks.
 */
public class ConcatVertex extends GraphVertex {

    /** For the builder and for JSON: there is nothing to set. */
    public ConcatVertex() {}

    @Override
    public GraphVertex clone() {
        return new ConcatVertex();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConcatVertex;
    }

    @Override
    public int hashCode() {
        return ConcatVertex.class.hashCode();
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray paramsView, boolean initialize, DataType type) {
        return new ConcatVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        int columns = 0;
        for (InputType input : inputs) {
            columns += Layers.features("concat", input);
        }
        return InputType.feedForward(columns);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        InputType output = getOutputType(-1, inputs);
        return new LayerMemoryReport.Builder("concat", ConcatVertex.class, inputs[0], output)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, output.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
