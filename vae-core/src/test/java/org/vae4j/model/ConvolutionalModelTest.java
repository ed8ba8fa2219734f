package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.ImageShape;
import org.vae4j.layers.TransposedConvolutionBlock;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** A variational autoencoder with convolutional layers: gradients, training, files and its initial bias. */
class ConvolutionalModelTest {

    private static final int SIDE = 8;
    private static final int FEATURES = SIDE * SIDE;
    private static final int LATENT = 3;

    private static ConvolutionBlock convolution(int channels) {
        return new ConvolutionBlock.Builder()
                .channels(channels)
                .stride(2)
                .samePadding()
                .nonlinearity(Nonlinearity.RELU)
                .build();
    }

    private static TransposedConvolutionBlock.Builder transposed(int channels) {
        return new TransposedConvolutionBlock.Builder()
                .channels(channels)
                .stride(2)
                .samePadding();
    }

    static ComputationGraph graph(DataType type) {
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(2)
                .dataType(type)
                .updater(FlushingAdam.withLearningRate(1e-2))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .addLayer("encoder-1", convolution(6), "x")
                .addLayer("encoder-2", convolution(4), "encoder-1")
                .addLayer("posterior", Networks.dense(2 * LATENT, Nonlinearity.IDENTITY), "encoder-2")
                .addLayer("z", new GaussianSamplingLayer(9), "posterior")
                .addLayer("decoder-1", Networks.dense(4 * 2 * 2, Nonlinearity.TANH), "z")
                .addLayer(
                        "decoder-2",
                        transposed(6)
                                .image(4, 2, 2)
                                .nonlinearity(Nonlinearity.RELU)
                                .build(),
                        "decoder-1")
                .addLayer("likelihood-parameters", transposed(1).build(), "decoder-2")
                .addVertex("joined", new ConcatVertex(), "likelihood-parameters", "posterior", "z")
                .addLayer(
                        "objective",
                        new VariationalOutputLayer(LATENT, new BernoulliLikelihood(), ElboObjective.standard()),
                        "joined")
                .setOutputs("objective");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    /** The patches of the largest batch take several blocks in the second layer. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void compiledGradientHasTheBitsOfDl4js(DataType type) {
        ComputationGraph graph = graph(type);
        CompiledGraph compiled = CompiledGraph.of(graph);
        for (int rows : new int[] {6, 1, 2600, 6}) {
            INDArray x = Values.pixels(rows, type, rows, FEATURES);
            double[] expected = GradientCheck.gradient(graph, x, x);
            double score = graph.score();
            graph.getFlattenedGradients().assign(Double.NaN);
            ElboTerms terms = compiled.gradient(x);
            assertThat(Values.of(graph.getFlattenedGradients().reshape(1, -1).div(rows)))
                    .isEqualTo(expected);
            assertThat(terms.objectiveNats()).isEqualTo(score);
        }
    }

    /**
     * The patches of 2,600 examples take several blocks, those of 130 examples take one. The tolerance is relative to
     * the largest derivative and allows for the rounding of a sum of 10,000 terms.
     */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void gradientOfALargeBatchIsTheSumOverItsParts(DataType type) {
        ComputationGraph graph = graph(type);
        CompiledGraph compiled = CompiledGraph.of(graph);
        int total = 2600;
        int count = 130;
        INDArray x = Values.pixels(7, type, total, FEATURES);
        double[] sum = new double[Math.toIntExact(graph.numParams())];
        for (int first = 0; first < total; first += count) {
            INDArray part = x.get(NDArrayIndex.interval(first, first + count), NDArrayIndex.all());
            compiled.gradient(part.dup('f'), first);
            double[] gradient = Values.of(graph.getFlattenedGradients().reshape(1, -1));
            Arrays.setAll(sum, i -> sum[i] + gradient[i]);
        }
        compiled.gradient(x);
        double largest = Arrays.stream(sum).map(Math::abs).max().orElseThrow();
        Values.assertClose(
                "gradient",
                Values.of(graph.getFlattenedGradients().reshape(1, -1)),
                sum,
                largest * (type == DataType.FLOAT ? 1e-5 : 1e-13));
    }

    /**
     * The fan-in n of PyTorch: channels times pixels of the kernel, the outputs' channels for a transposed convolution.
     */
    @Test
    void fanInOfAConvolutionCountsThePixelsOfItsKernel() {
        LatentModel model = LatentModel.of(graph(DataType.FLOAT));
        model.drawByFanIn(1);
        for (String layer : new String[] {"encoder-2", "decoder-2"}) {
            double largest =
                    model.graph().getLayer(layer).getParam("W").amaxNumber().doubleValue();
            assertThat(largest * Math.sqrt(6 * 9)).as(layer).isBetween(0.9, 1.0);
        }
    }

    /** Compared to the rounding of floats. */
    @Test
    void reconstructionOfAnExampleDoesNotDependOnItsBatch() {
        LatentModel model = LatentModel.of(graph(DataType.FLOAT));
        INDArray x = Values.pixels(3, DataType.FLOAT, 2600, FEATURES);
        INDArray all = model.reconstruct(x);
        for (int first : new int[] {0, 17, 2599}) {
            INDArray one = x.get(NDArrayIndex.interval(first, first + 1), NDArrayIndex.all());
            Values.assertClose(
                    "example " + first,
                    Values.of(model.reconstruct(one.dup('f'))),
                    Values.of(all.get(NDArrayIndex.interval(first, first + 1), NDArrayIndex.all())
                            .dup('f')),
                    1e-6);
        }
    }

    @Test
    void trainingReducesTheNegativeElbo() {
        LatentModel model = LatentModel.of(graph(DataType.FLOAT));
        INDArray x = Values.pixels(4, DataType.FLOAT, 32, FEATURES).gt(0.8).castTo(DataType.FLOAT);
        try (TrainingStep step = new TrainingStep(model)) {
            double first = step.apply(x).negElboNats();
            double last = first;
            for (int i = 0; i < 100; i++) {
                last = step.apply(x).negElboNats();
            }
            // From log 2 per pixel towards the entropy of pixels that are white with probability 0.2, half a nat.
            assertThat(first).isBetween(42.0, 50.0);
            assertThat(last).isLessThan(36);
        }
    }

    @Test
    void twoWorkersComputeTheGradientOfOne() {
        INDArray x = Values.pixels(5, DataType.DOUBLE, 7, FEATURES);
        LatentModel alone = LatentModel.of(graph(DataType.DOUBLE));
        LatentModel shared = LatentModel.of(graph(DataType.DOUBLE));
        try (TrainingStep one = new TrainingStep(alone);
                TrainingStep two = new TrainingStep(shared, 2)) {
            assertThat(two.apply(x).negElboNats()).isCloseTo(one.apply(x).negElboNats(), within(1e-12));
        }
        Values.assertClose(
                "gradient",
                Values.of(shared.graph().getFlattenedGradients().reshape(1, -1)),
                Values.of(alone.graph().getFlattenedGradients().reshape(1, -1)),
                1e-12);
    }

    @Test
    void loadedModelAndDecoderEqualTheSavedOnes(@TempDir Path folder) throws IOException {
        INDArray x = Values.pixels(6, DataType.FLOAT, 5, FEATURES);
        LatentModel model = LatentModel.of(graph(DataType.FLOAT));
        model.graph().fit(new DataSet(x, x));
        Path file = folder.resolve("model.zip");
        model.save(file);
        ModelFileGuard.check(file);
        LatentModel loaded = LatentModel.load(file);
        assertThat(loaded.graph().params()).isEqualTo(model.graph().params());
        assertThat(Values.of(loaded.reconstruct(x))).isEqualTo(Values.of(model.reconstruct(x)));
        Path decoderFile = folder.resolve("decoder.zip");
        model.decoder().save(decoderFile);
        Decoder decoder = Decoder.load(decoderFile);
        assertThat(decoder.latent()).isEqualTo(LATENT);
        INDArray z = model.encode(x).mean();
        assertThat(Values.of(decoder.decode(z))).isEqualTo(Values.of(model.decode(z)));
    }

    /** The pixels of a channel share a bias. */
    @Test
    void initialBiasIsTheParameterOfTheMeanOfTheChannel() {
        LatentModel model = LatentModel.of(graph(DataType.FLOAT));
        double[] means = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            means[i] = (i + 1) / (FEATURES + 1.0);
        }
        model.beginAtMeans(means);
        INDArray bias = model.graph().getLayer("likelihood-parameters").getParam("b");
        assertThat(bias.length()).isEqualTo(1);
        assertThat(bias.getDouble(0)).isCloseTo(new BernoulliLikelihood().parameterOfMean(0.5), within(1e-6));
    }

    @Test
    void refusesMeansOfAnotherNumberOfFeatures() {
        LatentModel model = LatentModel.of(graph(DataType.FLOAT));
        assertThatThrownBy(() -> model.beginAtMeans(new double[FEATURES - 1]))
                .hasMessageContaining("expected one for each of the " + FEATURES + " features");
    }

    /** The features are in the order of {@code [channels, height, width]}: a kernel of one pixel selects a channel. */
    @Test
    void featuresAreOrderedByChannelThenByLine() {
        ImageShape image = new ImageShape(2, 2, 3);
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                12,
                new ConvolutionBlock.Builder()
                        .image(image.channels(), image.height(), image.width())
                        .channels(1)
                        .kernel(1)
                        .build(),
                new DenseBlock.Builder().nOut(12).build(),
                new VariationalOutputLayer(0, new BernoulliLikelihood(), ElboObjective.standard()));
        graph.getLayer("layer0").getParam("W").assign(0).putScalar(1, 1);
        graph.getLayer("layer0").getParam("b").assign(0);
        INDArray x = Values.array(DataType.DOUBLE, 1, 12, i -> i);
        assertThat(graph.feedForward(x, false).get("layer0").toDoubleVector())
                .isEqualTo(new double[] {6, 7, 8, 9, 10, 11});
    }
}
