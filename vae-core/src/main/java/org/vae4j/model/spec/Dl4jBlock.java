package org.vae4j.model.spec;

import java.io.IOException;
import java.util.Objects;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Any layer of DL4J's, or of an extension, by the JSON that DL4J writes of it. Sizes of inputs may be left out. A
 * recurrent layer reads the lines of an image of one channel as its steps.
 *
 * @param layer JSON with an {@code @class}, which passes the guard that model files pass
 */
public record Dl4jBlock(String layer) implements BlockSpec {

    /** Checks that it is there. */
    public Dl4jBlock {
        Objects.requireNonNull(layer, "layer");
    }

    /** The prototype, without a layer. */
    public Dl4jBlock() {
        this("");
    }

    @Override
    public String name() {
        return "dl4j";
    }

    /** A layer that knows the size of its input, and what lies before and behind it. */
    private record Placed(Layer layer, InputPreProcessor before, boolean reshaped, InputType output) {}

    @Override
    public Shape output(Shape input) {
        return shape(placed(input).output);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Placed placed = placed(input);
        String last = from;
        if (placed.reshaped) {
            last = network.vertex(name + "-steps", steps(input), last);
        } else if (placed.before != null) {
            last = network.vertex(name + "-input", new PreprocessorVertex(placed.before), last);
        }
        Shape output = shape(placed.output);
        if (output instanceof Shape.Features) {
            return network.layer(name, placed.layer, last);
        }
        last = network.layer(name + "-layer", placed.layer, last);
        return network.vertex(name, new ReshapeVertex(-1, output.size()), last);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException(
                "dl4j: found no block that leads back from a layer of DL4J's own, expected a decoder that is listed");
    }

    private Placed placed(Shape input) {
        Layer parsed = parsed();
        try {
            InputPreProcessor before = parsed.getPreProcessorForInputType(rows(input));
            boolean recurrent = before instanceof FeedForwardToRnnPreProcessor;
            boolean reshaped = recurrent || input instanceof Shape.Sequence;
            InputType type =
                    reshaped ? sequence(input) : before == null ? rows(input) : before.getOutputType(rows(input));
            parsed.setNIn(type, true);
            return new Placed(parsed, before, reshaped, parsed.getOutputType(0, type));
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "layer: found " + parsed.getClass().getSimpleName() + ", expected a layer that reads " + input
                            + " (" + firstLine(e) + ")",
                    e);
        }
    }

    private Layer parsed() {
        if (layer.isBlank()) {
            throw new IllegalArgumentException(
                    "layer: found nothing, expected a layer's JSON, for example '{\"@class\":"
                            + " \"org.deeplearning4j.nn.conf.layers.DenseLayer\", \"nout\": 64}'");
        }
        try {
            ModelFileGuard.checkClasses(layer);
            return NeuralNetConfiguration.mapper().readValue(layer, Layer.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "layer: " + firstLine(e) + ", expected the JSON of a layer as DL4J writes it", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private static InputType rows(Shape shape) {
        if (shape instanceof Shape.Image image) {
            return InputType.convolutionalFlat(image.height(), image.width(), image.channels());
        }
        return shape instanceof Shape.Sequence ? sequence(shape) : InputType.feedForward(shape.size());
    }

    private static InputType sequence(Shape shape) {
        if (shape instanceof Shape.Sequence steps) {
            return InputType.recurrent(steps.features(), steps.steps());
        }
        if (shape instanceof Shape.Image image && image.channels() == 1) {
            return InputType.recurrent(image.width(), image.height());
        }
        throw new IllegalArgumentException("layer: found " + shape
                + " before a recurrent layer, expected images of one channel, whose lines are its steps, or sequences");
    }

    /** In DL4J's order [features, steps]; a line's pixels lie one behind the other. */
    private static ReshapeVertex steps(Shape shape) {
        return shape instanceof Shape.Image image
                ? new ReshapeVertex('f', new int[] {-1, image.width(), image.height()}, null)
                : new ReshapeVertex(-1, ((Shape.Sequence) shape).features(), ((Shape.Sequence) shape).steps());
    }

    private static Shape shape(InputType type) {
        if (type instanceof InputType.InputTypeConvolutional image) {
            return new Shape.Image(
                    Math.toIntExact(image.getChannels()),
                    Math.toIntExact(image.getHeight()),
                    Math.toIntExact(image.getWidth()));
        }
        if (type instanceof InputType.InputTypeRecurrent steps) {
            return new Shape.Sequence(Math.toIntExact(steps.getSize()), Math.toIntExact(steps.getTimeSeriesLength()));
        }
        return new Shape.Features(Math.toIntExact(type.arrayElementsPerExample()));
    }
}
