package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a vertex without parameters. */
abstract class PlainVertex extends GraphVertex {

    PlainVertex() {}

    /** The number of features of an input type. */
    final int features(InputType input) {
        return Layers.features(getClass().getSimpleName(), input);
    }

    /** The vertex's arithmetic. */
    abstract PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type);

    /** The settings by which two vertices of one class are compared: none unless overridden. */
    Object settings() {
        return List.of();
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && settings().equals(((PlainVertex) other).settings());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass(), settings());
    }

    @Override
    public final long numParams(boolean backprop) {
        return 0;
    }

    /** {@return this vertex, which never changes} */
    @Override
    public final GraphVertex clone() {
        return this;
    }

    /** One unless overridden. */
    @Override
    public int minVertexInputs() {
        return 1;
    }

    /** One unless overridden. */
    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public final org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray paramsView, boolean initialize, DataType type) {
        return implementation(graph, name, index, type);
    }

    @Override
    public final MemoryReport getMemoryReport(InputType... inputs) {
        InputType output = getOutputType(-1, inputs);
        return new LayerMemoryReport.Builder(getClass().getSimpleName(), getClass(), inputs[0], output)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, output.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
