package org.vae4j.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

class PerceptualLossTest {

    private static final int SIDE = 6;
    private static final double STEP = 1e-5;
    private static final int PIXELS = SIDE * SIDE;
    private static final double WEIGHT = 0.7;
    private static final double PIXEL_WEIGHT = 0.3;

    @TempDir
    Path folder;

    private File file;
    private MultiLayerNetwork classifier;

    /** Saves a classifier by DL4J's own writer. */
    @BeforeEach
    void saveAClassifier() throws IOException {
        classifier = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .activation(Activation.TANH)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).name("conv").build())
                .layer(new DenseLayer.Builder().nOut(5).name("dense").build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .build());
        classifier.init();
        file = folder.resolve("classifier.zip").toFile();
        classifier.save(file);
    }

    private PerceptualLoss loss(String... layers) {
        return new PerceptualLoss(file.toString(), List.of(layers), WEIGHT, PIXEL_WEIGHT, "");
    }

    private static double[] values(Likelihood loss, INDArray x, INDArray output, INDArray gradient) {
        double[] values = new double[(int) output.size(0)];
        loss.evaluate(Kernels.of(x.dataType()), Matrix.ofAny(x), Matrix.ofAny(output), values, Matrix.of(gradient));
        return values;
    }

    private static INDArray emptyLike(INDArray like) {
        return Matrix.allocate(like.dataType(), (int) like.size(0), (int) like.size(1))
                .array();
    }

    /** The name of a layer of the classifier in DL4J's graph of it. */
    private String name(int layer) {
        return classifier.toComputationGraph().getConfiguration().getVertexInputs().keySet().stream()
                .sorted()
                .toList()
                .get(layer);
    }

    @Test
    void valueIsHalfTheSquaredDistanceOfPixelsAndFeatures() {
        INDArray x = Values.pixels(1, DataType.DOUBLE, 3, PIXELS);
        INDArray output = Values.pixels(2, DataType.DOUBLE, 6, PIXELS);
        double[] found = values(loss(name(0), name(1)), x, output, emptyLike(output));
        for (int r = 0; r < 6; r++) {
            List<INDArray> ofImage =
                    classifier.feedForward(x.getRow(r % 3, true).dup(), false);
            List<INDArray> ofOutput =
                    classifier.feedForward(output.getRow(r, true).dup(), false);
            double expected = PIXEL_WEIGHT * 0.5 * square(x.getRow(r % 3).sub(output.getRow(r)));
            for (int l = 1; l <= 2; l++) {
                INDArray difference = ofImage.get(l).sub(ofOutput.get(l));
                expected += WEIGHT * 0.5 * square(difference) / difference.length();
            }
            assertThat(found[r]).as("row %d", r).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void valueIsZeroForAnExactReconstruction() {
        INDArray x = Values.pixels(1, DataType.DOUBLE, 3, PIXELS);
        assertThat(values(loss(name(1)), x, x, emptyLike(x))).containsOnly(0.0);
    }

    @Test
    void isNoDensity() {
        assertThat(loss(name(1)).hasDensity()).isFalse();
    }

    private static double square(INDArray a) {
        return a.mul(a).sumNumber().doubleValue();
    }

    /** Compares every fifth derivative of each row with a central difference. */
    private static void assertSlopes(Likelihood loss) {
        INDArray x = Values.pixels(1, DataType.DOUBLE, 2, PIXELS);
        INDArray output = Values.pixels(2, DataType.DOUBLE, 4, PIXELS);
        INDArray gradient = emptyLike(output);
        values(loss, x, output, gradient);
        INDArray found = gradient.dup();
        for (int r = 0; r < 4; r++) {
            for (int j = 0; j < PIXELS; j += 5) {
                double here = output.getDouble(r, j);
                output.putScalar(r, j, here + STEP);
                double above = values(loss, x, output, gradient)[r];
                output.putScalar(r, j, here - STEP);
                double below = values(loss, x, output, gradient)[r];
                output.putScalar(r, j, here);
                assertThat(found.getDouble(r, j)).isCloseTo((above - below) / (2 * STEP), within(1e-8));
            }
        }
    }

    @Test
    void gradientMatchesFiniteDifferences() {
        assertSlopes(loss(name(0), name(1)));
        assertSlopes(loss(name(1)));
    }

    private static LatentModel model(Likelihood likelihood, DataType type) {
        ModelSpec spec = new ModelSpec(
                PIXELS,
                List.of(7),
                2,
                List.of(4),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                likelihood,
                ElboObjective.standard());
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 3, type);
    }

    /** The first layer of a model computes no gradient of its input in the model's own network. */
    @Test
    void gradientThroughAModelOfThisLibraryMatchesFiniteDifferences() throws IOException {
        Path run = folder.resolve("model.zip");
        model(new BernoulliLikelihood(), DataType.DOUBLE).save(run);
        assertSlopes(new PerceptualLoss(run.toString(), List.of("encoder-1", "posterior"), 2, 0, ""));
    }

    @Test
    void twoWorkersTrainToTheParametersOfOne() {
        double[][] parameters = new double[2][];
        for (int workers = 1; workers <= 2; workers++) {
            LatentModel model = model(loss(name(0), name(1)).withFiles(), DataType.DOUBLE);
            try (TrainingStep step = new TrainingStep(model, workers)) {
                for (int i = 0; i < 3; i++) {
                    step.apply(Values.pixels(i, DataType.DOUBLE, 5, PIXELS));
                }
            }
            parameters[workers - 1] = Values.of(model.graph().params());
        }
        assertThat(parameters[1]).containsExactly(parameters[0], within(1e-12));
    }

    @Test
    void recordsTheHashOfItsFile() {
        PerceptualLoss pinned = (PerceptualLoss) loss(name(1)).withFiles();
        assertThat(pinned.sha256()).hasSize(64);
        assertThat(pinned.files()).containsEntry(file.toString(), pinned.sha256());
    }

    @Test
    void savedModelKeepsTheHash() throws IOException {
        PerceptualLoss pinned = (PerceptualLoss) loss(name(1)).withFiles();
        LatentModel model = model(pinned, DataType.FLOAT);
        Path saved = folder.resolve("saved.zip");
        model.save(saved);
        assertThat(LatentModel.load(saved).compiled().likelihood()).isEqualTo(pinned);
    }

    @Test
    void refusesAFileWithAnotherHash() {
        PerceptualLoss pinned = (PerceptualLoss) loss(name(1)).withFiles();
        String another =
                (pinned.sha256().startsWith("0") ? "1" : "0") + pinned.sha256().substring(1);
        PerceptualLoss other = new PerceptualLoss(file.toString(), List.of(name(1)), 1, 1, another);
        INDArray x = Values.pixels(1, DataType.FLOAT, 2, PIXELS);
        assertThatThrownBy(() -> values(other, x, x, emptyLike(x)))
                .hasMessageContainingAll("with the SHA-256 " + pinned.sha256(), "trained with another network");
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> new PerceptualLoss("missing.zip", List.of("a"), 1, 1, "").withFiles())
                .hasMessageContaining("found no readable file 'missing.zip', expected a saved network");
    }

    @Test
    void refusesAnOutputLayer() {
        assertThatThrownBy(() -> loss(name(2)).withFiles()).hasMessageContaining("an output layer");
    }

    @Test
    void refusesAnEmptyListOfLayers() {
        assertThatThrownBy(() -> loss().withFiles()).hasMessageContaining("found perceptual without layers");
    }

    @Test
    void refusesALayerThatTheNetworkLacks() {
        assertThatThrownBy(() -> loss("nonsense").withFiles())
                .hasMessageStartingWith("model.likelihood.perceptual.layers: found \"nonsense\", expected one of");
    }

    @Test
    void refusesAFileThatIsNoNetwork() throws IOException {
        Files.writeString(folder.resolve("text.zip"), "no network");
        assertThatThrownBy(() ->
                        new PerceptualLoss(folder.resolve("text.zip").toString(), List.of("a"), 1, 1, "").withFiles())
                .hasMessageStartingWith("model.likelihood.perceptual.file: ");
    }

    @Test
    void refusesANegativeWeight() {
        assertThatThrownBy(() -> new PerceptualLoss("f", List.of("a"), -1, 1, ""))
                .hasMessageContaining("weight = -1.0");
    }

    /** The backward pass of DL4J's batch normalisation is that of training. */
    @Test
    void refusesBatchNormalisationBeforeItsLayers() throws IOException {
        MultiLayerNetwork normalised = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new BatchNormalization.Builder().nIn(PIXELS).nOut(PIXELS).build())
                .layer(new OutputLayer.Builder()
                        .nIn(PIXELS)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        normalised.init();
        normalised.save(file);
        String first = normalised.toComputationGraph().getConfiguration().getVertexInputs().keySet().stream()
                .sorted()
                .toList()
                .get(0);
        assertThatThrownBy(() -> loss(first).withFiles()).hasMessageContaining("BatchNormalization");
    }
}
