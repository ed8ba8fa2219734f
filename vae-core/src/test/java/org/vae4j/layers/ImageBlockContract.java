package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

/** The contract of both image blocks: that of every layer, and the outputs and gradients of DL4J's own layer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImageBlockContract extends LayerContract {

    /** The sizes of a layer. */
    record Shape(ImageShape image, int channels, Filter filter) {

        <B extends ImageBlock.Builder<B>> B set(B builder) {
            builder.image(image.channels(), image.height(), image.width());
            return setWithoutImage(builder);
        }

        <B extends ImageBlock.Builder<B>> B setWithoutImage(B builder) {
            builder.channels(channels).kernel(filter.size()).stride(filter.stride());
            return filter.same() ? builder.samePadding() : builder.padding(filter.padding());
        }

        <B extends ConvolutionLayer.BaseConvBuilder<B>> B setDl4j(B builder) {
            builder.nIn(image.channels()).nOut(channels).activation(Activation.TANH);
            builder.kernelSize(filter.size(), filter.size()).stride(filter.stride(), filter.stride());
            return filter.same()
                    ? builder.convolutionMode(ConvolutionMode.Same)
                    : builder.convolutionMode(ConvolutionMode.Truncate).padding(filter.padding(), filter.padding());
        }
    }

    static Filter same(int kernel, int stride) {
        return new Filter(kernel, stride, 0, true);
    }

    static Filter padded(int kernel, int stride, int padding) {
        return new Filter(kernel, stride, padding, false);
    }

    /** This library's block, to be built. */
    abstract ImageBlock.Builder<?> block(Shape shape);

    /** This library's block without the size of its images. */
    abstract ImageBlock unsized(Shape shape);

    /** DL4J's layer, with the hyperbolic tangent. */
    abstract ConvolutionLayer dl4jLayer(Shape shape);

    /** Whether the output has any pixels, and DL4J can compute it: it fails where "same" padding would be negative. */
    abstract boolean isPossible(Shape shape);

    private static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(0.7), ElboObjective.standard());
    }

    /** Small shapes, as the gradient of each parameter is checked: stride 1 and 2, with and without padding. */
    abstract Stream<Shape> shapes();

    @Override
    final Stream<Case> cases() {
        return shapes().map(shape -> {
            Nonlinearity f = shape.filter().stride() == 1 ? Nonlinearity.TANH : Nonlinearity.ELU;
            return new Case(shape + " " + f, type -> network(type, shape, f));
        });
    }

    /** A network with the block twice: once it reads the data, once it has a gradient to the layer before it. */
    private ComputationGraph network(DataType type, Shape shape, Nonlinearity f) {
        return Networks.chain(
                type,
                FEATURES,
                block(new Shape(new ImageShape(1, FEATURES, 1), 1, same(3, 1)))
                        .nonlinearity(f)
                        .withoutInputGradient()
                        .build(),
                Networks.dense(shape.image().length(), Nonlinearity.TANH),
                block(shape).nonlinearity(f).build(),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                output());
    }

    /** Random shapes without those that DL4J cannot compute. */
    List<Shape> randomShapes() {
        SplittableRandom random = new SplittableRandom(8);
        return Stream.generate(() -> randomShape(random))
                .limit(40)
                .filter(this::isPossible)
                .toList();
    }

    private static Shape randomShape(SplittableRandom random) {
        int kernel = random.nextInt(1, 5);
        ImageShape image = new ImageShape(random.nextInt(1, 4), random.nextInt(1, 8), random.nextInt(1, 8));
        int channels = random.nextInt(1, 4);
        int stride = random.nextInt(1, 4);
        int padding = random.nextInt(-1, kernel);
        return new Shape(image, channels, padding < 0 ? same(kernel, stride) : padded(kernel, stride, padding));
    }

    private static GraphBuilder withLayerBefore(int features) {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .biasInit(0.1)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("before", Networks.dense(features, Nonlinearity.TANH), "x");
    }

    private static ComputationGraph withOutput(GraphBuilder builder, String last) {
        ComputationGraph graph =
                new ComputationGraph(builder.addLayer("after", Networks.dense(FEATURES, Nonlinearity.IDENTITY), last)
                        .addLayer("out", output(), "after")
                        .setOutputs("out")
                        .build());
        graph.init();
        return graph;
    }

    private ComputationGraph dl4j(Shape shape, ImageShape output) {
        ImageShape image = shape.image();
        PreprocessorVertex images = new PreprocessorVertex(
                new FeedForwardToCnnPreProcessor(image.height(), image.width(), image.channels()));
        PreprocessorVertex rows = new PreprocessorVertex(
                new CnnToFeedForwardPreProcessor(output.height(), output.width(), output.channels()));
        return withOutput(
                withLayerBefore(image.length())
                        .addVertex("images", images, "before")
                        .addLayer("block", dl4jLayer(shape), "images")
                        .addVertex("rows", rows, "block"),
                "rows");
    }

    private static double[] flat(INDArray array, char order) {
        return array.dup(order).data().asDouble();
    }

    /** Two networks drawn from one seed: one with this library's block, one with DL4J's layer in its place. */
    private record Twins(ComputationGraph vae4j, ComputationGraph dl4j) {}

    private Twins twins(Shape shape) {
        ImageBlock block = block(shape).nonlinearity(Nonlinearity.TANH).build();
        ComputationGraph vae4j =
                withOutput(withLayerBefore(shape.image().length()).addLayer("block", block, "before"), "block");
        return new Twins(vae4j, dl4j(shape, block.output(block.getImage())));
    }

    private static INDArray examples() {
        return Values.normal(1, DataType.DOUBLE, 5, FEATURES, 1);
    }

    /** Equal bit for bit; DL4J stores kernels row by row. */
    @ParameterizedTest
    @MethodSource("randomShapes")
    void initialWeightsAreThoseOfDl4j(Shape shape) {
        Twins twins = twins(shape);
        assertThat(flat(twins.vae4j.getLayer("block").getParam("W"), 'f'))
                .isEqualTo(flat(twins.dl4j.getLayer("block").getParam("W"), 'c'));
        assertThat(Values.of(twins.vae4j.getLayer("after").params()))
                .isEqualTo(Values.of(twins.dl4j.getLayer("after").params()));
    }

    /** The two sum in different orders: 1e-12 is some thousand roundings of numbers around 1. */
    @ParameterizedTest
    @MethodSource("randomShapes")
    void outputIsThatOfDl4j(Shape shape) {
        Twins twins = twins(shape);
        assertThat(Values.of(twins.vae4j.outputSingle(examples())))
                .containsExactly(Values.of(twins.dl4j.outputSingle(examples())), within(1e-12));
    }

    /** The gradients of the layer before the block are exact only if the block's gradient to its input is. */
    @ParameterizedTest
    @MethodSource("randomShapes")
    void gradientsAreThoseOfDl4j(Shape shape) {
        Twins twins = twins(shape);
        Map<String, INDArray> vae4j = gradients(twins.vae4j, examples());
        Map<String, INDArray> dl4j = gradients(twins.dl4j, examples());
        assertThat(flat(vae4j.get("block_W"), 'f')).containsExactly(flat(dl4j.get("block_W"), 'c'), within(1e-11));
        for (String parameter : new String[] {"block_b", "before_W", "before_b", "after_W", "after_b"}) {
            assertThat(flat(vae4j.get(parameter), 'f'))
                    .as(parameter)
                    .containsExactly(flat(dl4j.get(parameter), 'f'), within(1e-11));
        }
    }

    /** Guards the comparisons above against running on no shapes at all. */
    @Test
    void atLeastHalfOfTheRandomShapesAreCompared() {
        assertThat(randomShapes()).hasSizeGreaterThanOrEqualTo(20);
    }

    private static Map<String, INDArray> gradients(ComputationGraph graph, INDArray x) {
        graph.setInputs(x);
        graph.setLabels(x);
        graph.computeGradientAndScore();
        return graph.gradient().gradientForVariable();
    }

    /** The size passes from layer to layer, also to the one that flattens the images. */
    @Test
    void sizesFollowFromTheInputType() {
        ImageShape image = new ImageShape(2, 4, 6);
        Shape shape = new Shape(image, 3, same(3, 2));
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutionalFlat(image.height(), image.width(), image.channels()))
                .addLayer("block", unsized(shape), "x")
                .addLayer(
                        "convolution",
                        new ConvolutionBlock.Builder().channels(1).kernel(1).build(),
                        "block")
                .addLayer("dense", Networks.dense(image.length(), Nonlinearity.IDENTITY), "convolution")
                .addLayer("out", output(), "dense")
                .setOutputs("out")
                .build());
        graph.init();
        ImageBlock sized = block(shape).build();
        ImageShape middle = sized.output(image);
        assertThat(graph.layerInputSize("block")).isEqualTo(image.length());
        assertThat(graph.layerSize("block")).isEqualTo(middle.length());
        assertThat(((ImageBlock) graph.getLayer("convolution").conf().getLayer()).getImage())
                .isEqualTo(middle);
        assertThat(graph.layerInputSize("dense")).isEqualTo(middle.height() * middle.width());
        assertThat(graph.outputSingle(Values.pixels(1, DataType.FLOAT, 2, image.length()))
                        .shape())
                .containsExactly(2, image.length());
    }

    @Test
    void refusesFeaturesWhoseImageSizeIsUnknown() {
        ImageBlock unknown = unsized(new Shape(ImageShape.UNKNOWN, 2, same(3, 1)));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, unknown, output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 5 features and images of unknown size");
    }

    @Test
    void refusesImagesOfAnotherSize() {
        ImageBlock other =
                block(new Shape(new ImageShape(2, 3, 1), 2, same(3, 1))).build();
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, other, output()))
                .hasMessageContaining("found 5 features and images of 2×3×1");
        assertThatThrownBy(() -> other.setNIn(InputType.convolutionalFlat(1, 3, 2), false))
                .hasMessageContaining("found images of 2×1×3, expected 2×3×1");
    }

    @Test
    void refusesANetworkWithoutImageSizeAndInputType() {
        ComputationGraph untyped = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer("block", unsized(new Shape(ImageShape.UNKNOWN, 2, same(3, 1))), "x")
                .addLayer("out", output(), "block")
                .setOutputs("out")
                .build());
        assertThatThrownBy(untyped::init)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image size");
    }

    private static final Shape SHAPE = new Shape(new ImageShape(1, FEATURES, 1), 3, same(3, 2));

    @Test
    void refusesSettingsOfDl4jThatItWouldIgnore() {
        ImageBlock noisy = block(SHAPE).build();
        noisy.setWeightNoise(new DropConnect(0.5));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, noisy, output()))
                .hasMessageContaining("weight noise");
        assertThatThrownBy(() -> block(SHAPE).activation(Activation.TANH).build())
                .hasMessageContaining("use nonlinearity");
        assertThatThrownBy(() -> block(SHAPE).nOut(3).build()).hasMessageContaining("channels(");
    }

    @Test
    void refusesSizesOutsideTheirRange() {
        assertThatThrownBy(() -> block(SHAPE).channels(0).build()).hasMessageContaining("found channels = 0");
        assertThatThrownBy(() -> block(SHAPE).padding(3).build()).hasMessageContaining("padding from 0 to size - 1");
        assertThatThrownBy(() -> block(SHAPE).stride(0).build()).hasMessageContaining("stride 0");
        assertThatThrownBy(() -> block(SHAPE).image(1, 0, 3)).hasMessageContaining("1 channels, 0 by 3");
    }

    @Test
    void equalFieldsMakeEqualConfigurations() {
        ImageBlock block = block(SHAPE).build();
        assertThat(block)
                .isEqualTo(block(SHAPE).build())
                .hasSameHashCodeAs(block(SHAPE).build());
        assertThat(block.clone()).isEqualTo(block);
    }

    @Test
    void eachFieldTellsConfigurationsApart() {
        ImageBlock block = block(SHAPE).build();
        assertThat(block)
                .isNotEqualTo(block(SHAPE).nonlinearity(Nonlinearity.RELU).build())
                .isNotEqualTo(block(SHAPE).withoutInputGradient().build())
                .isNotEqualTo(block(SHAPE).padding(1).build())
                .isNotEqualTo(block(SHAPE).kernel(2).build())
                .isNotEqualTo(block(SHAPE).stride(1).build())
                .isNotEqualTo(block(SHAPE).channels(4).build())
                .isNotEqualTo(block(SHAPE).image(1, 1, FEATURES).build());
    }

    @Test
    void blocksOfTwoKindsDiffer() {
        assertThat(new ConvolutionBlock.Builder()
                        .image(2, 4, 4)
                        .channels(2)
                        .kernel(1)
                        .build())
                .isNotEqualTo(new TransposedConvolutionBlock.Builder()
                        .image(2, 4, 4)
                        .channels(2)
                        .kernel(1)
                        .build());
    }

    @Test
    void aKernelOfOnePixelKeepsTheSize() {
        ImageShape image = new ImageShape(2, 4, 4);
        ImageBlock block = block(new Shape(image, 2, padded(1, 1, 0))).build();
        assertThat(block.output(image)).isEqualTo(image);
    }
}
