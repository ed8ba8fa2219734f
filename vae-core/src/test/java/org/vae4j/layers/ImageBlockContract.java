package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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

/** What both blocks owe: the contract of every layer, and outputs and gradients that are those of DL4J's own layer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImageBlockContract extends LayerContract {

    /** A layer's numbers; the padding is "same" where it is negative. */
    record Shape(int inputs, int height, int width, int channels, int kernel, int stride, int padding) {
        boolean same() {
            return padding < 0;
        }

        int features() {
            return inputs * height * width;
        }

        <B extends ImageBlock.Builder<B>> B set(B builder) {
            builder.image(inputs, height, width)
                    .channels(channels)
                    .kernel(kernel)
                    .stride(stride);
            return same() ? builder.samePadding() : builder.padding(padding);
        }

        <B extends ConvolutionLayer.BaseConvBuilder<B>> B setTheirs(B builder) {
            builder.nIn(inputs).nOut(channels).kernelSize(kernel, kernel).stride(stride, stride);
            builder.activation(Activation.TANH);
            return same()
                    ? builder.convolutionMode(ConvolutionMode.Same)
                    : builder.convolutionMode(ConvolutionMode.Truncate).padding(padding, padding);
        }
    }

    /** Ours, ready to be built. */
    abstract ImageBlock.Builder<?> ours(Shape shape);

    /** DL4J's, with a hyperbolic tangent. */
    abstract ConvolutionLayer theirs(Shape shape);

    /** Whether the output has pixels at all and DL4J computes it, whose "same" padding is never negative. */
    abstract boolean isPossible(Shape shape);

    private static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(0.7), ElboObjective.standard());
    }

    /** Small ones, for every parameter's gradient is checked: stride 1 and 2, with and without padding. */
    abstract Stream<Shape> shapes();

    @Override
    final Stream<Case> cases() {
        return shapes().map(shape -> {
            Nonlinearity f = shape.stride() == 1 ? Nonlinearity.TANH : Nonlinearity.ELU;
            return new Case(shape + " " + f, type -> network(type, shape, f));
        });
    }

    /** The block twice: fed by the data, and with a gradient to the layer before it. */
    private ComputationGraph network(DataType type, Shape shape, Nonlinearity f) {
        return Networks.chain(
                type,
                FEATURES,
                ours(new Shape(1, FEATURES, 1, 1, 3, 1, -1))
                        .nonlinearity(f)
                        .withoutInputGradient()
                        .build(),
                Networks.dense(shape.features(), Nonlinearity.TANH),
                ours(shape).nonlinearity(f).build(),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                output());
    }

    /** Those of forty random shapes that DL4J computes. */
    List<Shape> randomShapes() {
        SplittableRandom random = new SplittableRandom(8);
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int kernel = random.nextInt(1, 5);
            shapes.add(new Shape(
                    random.nextInt(1, 4),
                    random.nextInt(1, 8),
                    random.nextInt(1, 8),
                    random.nextInt(1, 4),
                    kernel,
                    random.nextInt(1, 4),
                    random.nextInt(-1, kernel)));
        }
        return shapes.stream().filter(this::isPossible).toList();
    }

    private static GraphBuilder dense(DataType type, int features) {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .biasInit(0.1)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("before", Networks.dense(features, Nonlinearity.TANH), "x");
    }

    private static ComputationGraph closed(GraphBuilder builder, String last) {
        ComputationGraph graph =
                new ComputationGraph(builder.addLayer("after", Networks.dense(FEATURES, Nonlinearity.IDENTITY), last)
                        .addLayer("out", output(), "after")
                        .setOutputs("out")
                        .build());
        graph.init();
        return graph;
    }

    private ComputationGraph dl4j(Shape shape, ImageShape to) {
        PreprocessorVertex images =
                new PreprocessorVertex(new FeedForwardToCnnPreProcessor(shape.height, shape.width, shape.inputs));
        PreprocessorVertex rows =
                new PreprocessorVertex(new CnnToFeedForwardPreProcessor(to.height(), to.width(), to.channels()));
        return closed(
                dense(DataType.DOUBLE, shape.features())
                        .addVertex("images", images, "before")
                        .addLayer("block", theirs(shape), "images")
                        .addVertex("rows", rows, "block"),
                "rows");
    }

    private static double[] flat(INDArray array, char order) {
        return array.dup(order).data().asDouble();
    }

    /** A network with our block and the same with DL4J's layer, drawn from the same seed. */
    private record Twins(ComputationGraph ours, ComputationGraph library) {}

    private Twins twins(Shape shape) {
        ImageBlock block = ours(shape).nonlinearity(Nonlinearity.TANH).build();
        ComputationGraph ours =
                closed(dense(DataType.DOUBLE, shape.features()).addLayer("block", block, "before"), "block");
        return new Twins(ours, dl4j(shape, block.output(block.getImage())));
    }

    private static INDArray examples() {
        return Values.normal(1, DataType.DOUBLE, 5, FEATURES, 1);
    }

    /** To the bit: DL4J keeps kernels row by row. */
    @ParameterizedTest
    @MethodSource("randomShapes")
    void initialWeightsAreThoseOfDl4j(Shape shape) {
        Twins twins = twins(shape);
        assertThat(flat(twins.ours.getLayer("block").getParam("W"), 'f'))
                .isEqualTo(flat(twins.library.getLayer("block").getParam("W"), 'c'));
        assertThat(Values.of(twins.ours.getLayer("after").params()))
                .isEqualTo(Values.of(twins.library.getLayer("after").params()));
    }

    /** Both add up in orders of their own: 1e-12 is some thousand roundings of numbers around 1. */
    @ParameterizedTest
    @MethodSource("randomShapes")
    void theOutputIsThatOfDl4j(Shape shape) {
        Twins twins = twins(shape);
        assertThat(Values.of(twins.ours.outputSingle(examples())))
                .containsExactly(Values.of(twins.library.outputSingle(examples())), within(1e-12));
    }

    /** The gradients of the layer before the block are made of the gradient with respect to the block's input. */
    @ParameterizedTest
    @MethodSource("randomShapes")
    void gradientsAreThoseOfDl4j(Shape shape) {
        Twins twins = twins(shape);
        Map<String, INDArray> ours = gradients(twins.ours, examples());
        Map<String, INDArray> library = gradients(twins.library, examples());
        assertThat(flat(ours.get("block_W"), 'f')).containsExactly(flat(library.get("block_W"), 'c'), within(1e-11));
        for (String parameter : new String[] {"block_b", "before_W", "before_b", "after_W", "after_b"}) {
            assertThat(flat(ours.get(parameter), 'f'))
                    .as(parameter)
                    .containsExactly(flat(library.get(parameter), 'f'), within(1e-11));
        }
    }

    /** So that the comparisons above compare something. */
    @Test
    void mostRandomShapesAreCompared() {
        assertThat(randomShapes()).hasSizeGreaterThanOrEqualTo(20);
    }

    private static Map<String, INDArray> gradients(ComputationGraph graph, INDArray x) {
        graph.setInputs(x);
        graph.setLabels(x);
        graph.computeGradientAndScore();
        return graph.gradient().gradientForVariable();
    }

    /** The images' size is passed on from layer to layer, and to the one that flattens them. */
    @Test
    void sizesFollowFromTheInputType() {
        Shape shape = new Shape(2, 4, 6, 3, 3, 2, -1);
        ImageBlock block = unsized(shape);
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutionalFlat(4, 6, 2))
                .addLayer("a", block, "x")
                .addLayer(
                        "b",
                        new ConvolutionBlock.Builder().channels(1).kernel(1).build(),
                        "a")
                .addLayer("c", Networks.dense(48, Nonlinearity.IDENTITY), "b")
                .addLayer("out", output(), "c")
                .setOutputs("out")
                .build());
        graph.init();
        ImageBlock sized = ours(shape).build();
        ImageShape middle = sized.output(sized.getImage());
        assertThat(graph.layerInputSize("a")).isEqualTo(48);
        assertThat(graph.layerSize("a")).isEqualTo(middle.length());
        assertThat(((ImageBlock) graph.getLayer("b").conf().getLayer()).getImage())
                .isEqualTo(middle);
        assertThat(graph.layerInputSize("c")).isEqualTo(middle.length() / 3);
        assertThat(graph.summary(InputType.convolutionalFlat(4, 6, 2)))
                .contains(block.getClass().getSimpleName());
        assertThat(graph.outputSingle(Values.pixels(1, DataType.FLOAT, 2, 48)).shape())
                .containsExactly(2, 48);
    }

    abstract ImageBlock unsized(Shape shape);

    @Test
    void imagesOfUnknownOrAnotherSizeAreRefused() {
        ImageBlock unknown = unsized(new Shape(1, 1, 1, 2, 3, 1, -1));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, unknown, output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 5 features and images of unknown size");
        ImageBlock other = ours(new Shape(2, 3, 1, 2, 3, 1, -1)).build();
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, other, output()))
                .hasMessageContaining("found 5 features and images of 2×3×1");
        assertThatThrownBy(() -> other.setNIn(InputType.convolutionalFlat(1, 3, 2), false))
                .hasMessageContaining("found images of 2×1×3, expected 2×3×1");
        ComputationGraph untyped = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer("block", unknown, "x")
                .addLayer("out", output(), "block")
                .setOutputs("out")
                .build());
        assertThatThrownBy(untyped::init)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image size");
    }

    @Test
    void settingsThatWouldBeIgnoredAreRefused() {
        Shape shape = new Shape(1, FEATURES, 1, 2, 3, 1, -1);
        ImageBlock noisy = ours(shape).build();
        noisy.setWeightNoise(new DropConnect(0.5));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, noisy, output()))
                .hasMessageContaining("weight noise");
        assertThatThrownBy(() -> ours(shape).activation(Activation.TANH).build())
                .hasMessageContaining("use nonlinearity");
        assertThatThrownBy(() -> ours(shape).nOut(3).build()).hasMessageContaining("channels(");
        assertThatThrownBy(() -> ours(shape).channels(0).build()).hasMessageContaining("found channels = 0");
        assertThatThrownBy(() -> ours(shape).padding(3).build()).hasMessageContaining("padding from 0 to size - 1");
        assertThatThrownBy(() -> ours(shape).stride(0).build()).hasMessageContaining("stride 0");
        assertThatThrownBy(() -> ours(shape).image(1, 0, 3)).hasMessageContaining("1 channels, 0 by 3");
    }

    @Test
    void equalFieldsMakeEqualConfigurations() {
        Shape shape = new Shape(2, 4, 4, 3, 3, 2, -1);
        ImageBlock block = ours(shape).build();
        assertThat(block)
                .isEqualTo(ours(shape).build())
                .hasSameHashCodeAs(ours(shape).build());
        assertThat(block.clone()).isEqualTo(block);
    }

    @Test
    void eachFieldTellsConfigurationsApart() {
        Shape shape = new Shape(2, 4, 4, 3, 3, 2, -1);
        ImageBlock block = ours(shape).build();
        assertThat(block)
                .isNotEqualTo(ours(shape).nonlinearity(Nonlinearity.RELU).build())
                .isNotEqualTo(ours(shape).withoutInputGradient().build())
                .isNotEqualTo(ours(shape).padding(1).build())
                .isNotEqualTo(ours(shape).kernel(2).build())
                .isNotEqualTo(ours(shape).stride(1).build())
                .isNotEqualTo(ours(shape).channels(4).build())
                .isNotEqualTo(ours(shape).image(2, 2, 8).build());
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
        ImageBlock point = ours(new Shape(2, 4, 4, 2, 1, 1, 0)).build();
        assertThat(point.output(point.getImage())).isEqualTo(point.getImage());
    }
}
