package org.vae4j.model.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.vae4j.layers.AppendRowsVertex;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.SizedInput;
import org.vae4j.layers.StopGradientVertex;
import org.vae4j.layers.SumVertex;

/**
 * Determines the number of features of a network's input. A configuration does not store it, so it is read from the
 * vertices that read the input: a layer's nIn, a preprocessor's image size or a window's columns. Vertices whose output
 * is as wide as their input lead to their own readers.
 */
public final class InputSize {

    private static final Set<Class<? extends GraphVertex>> WIDTH_PRESERVING = Set.of(
            SumVertex.class,
            AppendRowsVertex.class,
            StopGradientVertex.class,
            ElementWiseVertex.class,
            ScaleVertex.class,
            ShiftVertex.class,
            L2NormalizeVertex.class);

    private final ComputationGraphConfiguration configuration;

    /**
     * Prepares the look-up.
     *
     * @param configuration the network's configuration
     */
    public InputSize(ComputationGraphConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * The number of features of an input.
     *
     * @param input name of the input
     * @return the largest number that a reader of the input knows
     * @throws IllegalArgumentException when no reader knows it
     */
    public int of(String input) {
        return largestReadSize(input)
                .orElseThrow(() -> new IllegalArgumentException("found no vertex behind the input \"" + input
                        + "\" that says how many features it reads, expected one: let a layer with nIn, a"
                        + " FeedForwardToCnnPreProcessor or a ReshapeVertex read it"));
    }

    /** The width of a vertex's output, as its readers know it. */
    private Optional<Integer> largestReadSize(String vertex) {
        return configuration.getVertexInputs().entrySet().stream()
                .filter(e -> e.getValue().contains(vertex))
                .map(e -> readSize(e.getKey()))
                .flatMap(Optional::stream)
                .max(Integer::compare);
    }

    /** The width of the input of a vertex, if the vertex knows it. */
    private Optional<Integer> readSize(String reader) {
        GraphVertex vertex = configuration.getVertices().get(reader);
        if (WIDTH_PRESERVING.contains(vertex.getClass())) {
            return largestReadSize(reader);
        }
        if (vertex instanceof ColumnsVertex columns) {
            // A lower bound: the window may end before the last column, which another reader then knows.
            return Optional.of(columns.getTo());
        }
        if (vertex instanceof ReshapeVertex reshape) {
            return product(reshape.getNewShape());
        }
        if (vertex instanceof PreprocessorVertex preprocessor) {
            return readSize(preprocessor.getPreProcessor());
        }
        return vertex instanceof LayerVertex layer ? readSize(reader, layer) : Optional.empty();
    }

    /** The size of an example of a shape, whose first number counts the examples. */
    private static Optional<Integer> product(int[] shape) {
        int size = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
        return size > 0 ? Optional.of(size) : Optional.empty();
    }

    private static Optional<Integer> readSize(InputPreProcessor preprocessor) {
        return preprocessor instanceof FeedForwardToCnnPreProcessor image
                ? Optional.of(Math.toIntExact(image.getNumChannels() * image.getInputHeight() * image.getInputWidth()))
                : Optional.empty();
    }

    private Optional<Integer> readSize(String reader, LayerVertex vertex) {
        Layer layer = vertex.getLayerConf().getLayer();
        if (vertex.getPreProcessor() != null) {
            return readSize(vertex.getPreProcessor());
        }
        // Their nIn is the number of channels, or the number of features per step.
        if (layer instanceof ConvolutionLayer || layer instanceof BaseRecurrentLayer) {
            return Optional.empty();
        }
        if (layer instanceof FeedForwardLayer sized && sized.getNIn() > 0) {
            return Optional.of(Math.toIntExact(sized.getNIn()));
        }
        return layer instanceof SizedInput sized ? Optional.of(sized.inputSize()) : largestReadSize(reader);
    }
}
