package org.vae4j.network.sequence;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * A layer of DL4J's own, with the vertices that convert its input and output. Between blocks, examples are rows, but
 * such a layer may read images or sequences. A recurrent layer reads the lines of an image of one channel as its steps.
 */
public final class PlacedLayer {

    private final Layer layer;
    private final Shape input;
    private final InputPreProcessor before;
    private final boolean readsSteps;
    private final Shape output;

    private PlacedLayer(Layer layer, Shape input, InputPreProcessor before, boolean readsSteps) {
        this.layer = layer;
        this.input = input;
        this.before = before;
        this.readsSteps = readsSteps;
        InputType type = readsSteps ? steps(input) : before == null ? rows(input) : before.getOutputType(rows(input));
        boolean override = true;
        layer.setNIn(type, override);
        this.output = shape(layer.getOutputType(0, type));
    }

    /**
     * Places a layer behind an input.
     *
     * @param layer the layer; its number of inputs is set
     * @param input the shape of the input
     * @return the layer with its conversions
     * @throws IllegalArgumentException when the layer does not read such a shape
     */
    public static PlacedLayer of(Layer layer, Shape input) {
        try {
            InputPreProcessor before = layer.getPreProcessorForInputType(rows(input));
            boolean readsSteps = before instanceof FeedForwardToRnnPreProcessor || input instanceof Shape.Sequence;
            return new PlacedLayer(layer, input, before, readsSteps);
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "layer: found " + layer.getClass().getSimpleName() + ", expected a layer that reads " + input + " ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given") + ")",
                    e);
        }
    }

    /** {@return the shape of the output} */
    public Shape output() {
        return output;
    }

    /**
     * Adds the layer, and the vertices that convert rows to its input and its output to rows.
     *
     * @param network the network that they are added to
     * @param name the name of the last of these vertices
     * @param from the name of the vertex that is read
     * @return {@code name}
     */
    public String addTo(NetworkAssembly network, String name, String from) {
        String last = from;
        if (readsSteps) {
            last = network.vertex(name + "-steps", stepsOfRows(), last);
        } else if (before != null) {
            last = network.vertex(name + "-input", new PreprocessorVertex(before), last);
        }
        if (output instanceof Shape.Features) {
            return network.layer(name, layer, last);
        }
        last = network.layer(name + "-layer", layer, last);
        return network.vertex(name, new ReshapeVertex(-1, output.size()), last);
    }

    private static InputType rows(Shape shape) {
        if (shape instanceof Shape.Image image) {
            return InputType.convolutionalFlat(image.height(), image.width(), image.channels());
        }
        return shape instanceof Shape.Sequence ? steps(shape) : InputType.feedForward(shape.size());
    }

    private static InputType steps(Shape shape) {
        if (shape instanceof Shape.Sequence sequence) {
            return InputType.recurrent(sequence.features(), sequence.steps());
        }
        if (shape instanceof Shape.Image image && image.channels() == 1) {
            return InputType.recurrent(image.width(), image.height());
        }
        throw new IllegalArgumentException("found " + shape
                + " before a recurrent layer, expected images of one channel, whose lines are its steps, or sequences: an"
                + " lstm before it gives one with output: all, and so does repeat");
    }

    /** Converts rows to DL4J's order {@code [batch, features, steps]}; the pixels of an image's line are adjacent. */
    private ReshapeVertex stepsOfRows() {
        return input instanceof Shape.Image image
                ? new ReshapeVertex('f', new int[] {-1, image.width(), image.height()}, null)
                : new ReshapeVertex(-1, ((Shape.Sequence) input).features(), ((Shape.Sequence) input).steps());
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
