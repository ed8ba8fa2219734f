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

/** The size of the data, which only the vertices that read it know; some pass on what they get. */
public final class InputSize {

    private static final Set<Class<? extends GraphVertex>> PASSING_ON = Set.of(
            SumVertex.class,
            AppendRowsVertex.class,
            StopGradientVertex.class,
            ElementWiseVertex.class,
            ScaleVertex.class,
            ShiftVertex.class,
            L2NormalizeVertex.class);

    private final ComputationGraphConfiguration configuration;

    public InputSize(ComputationGraphConfiguration configuration) {
        this.configuration = configuration;
    }

    public int of(String input) {
        return behind(input)
                .orElseThrow(() -> new IllegalArgumentException("found no vertex behind the input \"" + input
                        + "\" that says how many features it reads, expected one: let a layer with nIn, a"
                        + " FeedForwardToCnnPreProcessor or a ReshapeVertex read it"));
    }

    private Optional<Integer> behind(String vertex) {
        return configuration.getVertexInputs().entrySet().stream()
                .filter(e -> e.getValue().contains(vertex))
                .map(e -> before(e.getKey()))
                .flatMap(Optional::stream)
                .max(Integer::compare);
    }

    private Optional<Integer> before(String reader) {
        GraphVertex vertex = configuration.getVertices().get(reader);
        if (PASSING_ON.contains(vertex.getClass())) {
            return behind(reader);
        }
        if (vertex instanceof ColumnsVertex columns) {
            // It may not take the last: whoever reads more knows more.
            return Optional.of(columns.getTo());
        }
        if (vertex instanceof ReshapeVertex reshape) {
            return product(reshape.getNewShape());
        }
        if (vertex instanceof PreprocessorVertex preprocessor) {
            return before(preprocessor.getPreProcessor());
        }
        return vertex instanceof LayerVertex layer ? before(reader, layer) : Optional.empty();
    }

    /** A shape's first number stands for the examples. */
    private static Optional<Integer> product(int[] shape) {
        int size = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
        return size > 0 ? Optional.of(size) : Optional.empty();
    }

    private static Optional<Integer> before(InputPreProcessor preprocessor) {
        return preprocessor instanceof FeedForwardToCnnPreProcessor image
                ? Optional.of(Math.toIntExact(image.getNumChannels() * image.getInputHeight() * image.getInputWidth()))
                : Optional.empty();
    }

    private Optional<Integer> before(String reader, LayerVertex vertex) {
        Layer layer = vertex.getLayerConf().getLayer();
        if (vertex.getPreProcessor() != null) {
            return before(vertex.getPreProcessor());
        }
        // Theirs is the number of channels, or that of features in a step.
        if (layer instanceof ConvolutionLayer || layer instanceof BaseRecurrentLayer) {
            return Optional.empty();
        }
        if (layer instanceof FeedForwardLayer sized && sized.getNIn() > 0) {
            return Optional.of(Math.toIntExact(sized.getNIn()));
        }
        return layer instanceof SizedInput sized ? Optional.of(sized.inputSize()) : behind(reader);
    }
}
