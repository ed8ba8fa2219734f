package org.vae4j.experiment.use.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.experiment.api.OpenedRun;
import org.vae4j.experiment.api.Training;
import org.vae4j.experiment.api.Vae4j;
import org.vae4j.experiment.cli.Typed;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Posterior;

/** Compares exported models with the library: ONNX Runtime evaluates the files on a thousand images. */
class OnnxExportTest {

    private static final int EXAMPLES = 1000;
    /** The number of pixels of an image. */
    private static final int FEATURES = 144;
    /** The tolerance of single precision, relative to the largest value. */
    private static final double TOLERANCE = 1e-5;

    private static OnnxRuntimeProcess runtime;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        runtime = new OnnxRuntimeProcess();
    }

    @AfterAll
    static void stop() throws IOException {
        runtime.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    fully connected        | 0 | model.encoder=[20,12]
                    no hidden layer        | 0 | model.encoder=[]; model.decoder=[]
                    convolutional          | 0 | model.encoder=[{conv: {channels: 4, kernel: 4, stride: 2}}, {conv: {channels: 6, kernel: 3, stride: 2}}]; model.decoder=mirror
                    padded                 | 0 | model.encoder=[{conv: {channels: 3, kernel: 4, stride: 2, padding: 1}}, {conv: {channels: 2, kernel: 3, padding: 0}}]; model.decoder=mirror
                    kernel below stride    | 0 | model.encoder=[{conv: {channels: 3, kernel: 2, stride: 3}}]; model.decoder=mirror
                    told a label           | 3 | model.encoder=[16]
                    convolutional, label   | 3 | model.encoder=[{conv: {channels: 4, kernel: 4, stride: 2}}, 8]; model.decoder=mirror
                    label behind all       | 3 | model.encoder=[{conv: {channels: 4, kernel: 4, stride: 2}}]; model.decoder=[9]
                    pooled and enlarged    | 0 | model.encoder=[{conv: 4}, pool, {pool: {size: 3, stride: 2, kind: average}}]; model.decoder=[{dense: 36}, {reshape: {channels: 1, height: 6, width: 6}}, upsample, {conv: 2}]
                    normalised             | 0 | model.encoder=[{conv: 4}, batchNorm, 10, layerNorm, {dropout: 0.2}]; model.decoder=[12, batchNorm]
                    normalised images      | 0 | model.encoder=[{conv: 4}, layerNorm, {residual: [{conv: 4}]}]; model.decoder=mirror
                    gated                  | 0 | model.encoder=[{gatedDense: 9}, {gatedDense: {size: 8, activation: tanh}}]; model.decoder=[{gatedDense: 7}]
                    leaky_relu             | 0 | model.activation=leaky_relu
                    sigmoid                | 0 | model.activation=sigmoid
                    softplus               | 0 | model.activation=softplus
                    elu                    | 0 | model.activation=elu
                    swish                  | 0 | model.activation=swish
                    gelu                   | 0 | model.activation=gelu
                    hardtanh               | 0 | model.activation=hardtanh
                    gaussian               | 0 | model.likelihood=gaussian
                    gaussian_learned       | 0 | model.likelihood=gaussian_learned
                    laplace                | 0 | model.likelihood=laplace
                    gaussian_per_pixel     | 0 | model.likelihood=gaussian_per_pixel; model.activation=tanh
                    bounded variances      | 0 | model.posterior={diagonal_gaussian: {leastLogVar: -0.1, mostLogVar: 0.2}}
                    trained on pairs       | 0 | data.pairs=1; model.pairs=averaged
                    several draws          | 3 | model.draws=2; model.encoder=[8]
                    """)
    void encoderAndDecoderAgreeWithTheModel(String name, int classes, String settings) throws IOException {
        LatentModel model = model(classes, settings);
        OnnxExport export = OnnxExport.of(model, Map.of());
        INDArray x = random(1, EXAMPLES, FEATURES);
        INDArray labels = oneHot(classes);
        INDArray epsilon = random(2, EXAMPLES, model.latent()).subi(0.5);

        Map<String, INDArray> encoded =
                run(export.encoder(), inputs(Map.of("x", x, "epsilon", epsilon), classes, labels));
        Posterior q = model.encode(classes == 0 ? x : Nd4j.hstack(x, labels).dup('f'));
        assertEqual(encoded.get("mean"), q.mean());
        assertEqual(encoded.get("log_var"), q.logVar());
        INDArray z = q.mean().add(Transforms.exp(q.logVar().mul(0.5)).mul(epsilon));
        assertEqual(encoded.get("z"), z);

        Map<String, INDArray> decoded = run(export.decoder(), inputs(Map.of("z", z), classes, labels));
        assertEqual(decoded.get("x_mean"), classes == 0 ? model.decode(z) : model.decode(z, labels));
        int parameters = model.compiled().likelihood().parameterCount(FEATURES);
        assertThat(decoded.get("parameters").shape()).containsExactly(EXAMPLES, parameters);
    }

    private static Map<String, INDArray> inputs(Map<String, INDArray> values, int classes, INDArray labels) {
        Map<String, INDArray> inputs = new LinkedHashMap<>(values);
        if (classes > 0) {
            inputs.put("condition", labels);
        }
        return inputs;
    }

    /** The parameters are the means of all pixels, and behind them the log-variance that all examples share. */
    @Test
    void theDecoderReturnsTheSharedLogVariance() throws IOException {
        LatentModel model = model(0, "model.likelihood=gaussian_learned");
        INDArray parameters = run(OnnxExport.of(model, Map.of()).decoder(), Map.of("z", random(3, 4, model.latent())))
                .get("parameters");
        double shared = model.graph()
                .getLayer("likelihood-parameters-shared")
                .getParam("b")
                .getDouble(0);
        assertThat(parameters.getColumn(FEATURES).toDoubleVector()).containsOnly(shared);
        assertThat(shared).isNotZero();
    }

    @Test
    void theEncoderOfAnAutoencoderReturnsTheCodeAlone() throws IOException {
        LatentModel model = model(0, "model.kind=autoencoder; model.encoder=[9]");
        INDArray x = random(1, EXAMPLES, FEATURES);
        Map<String, INDArray> encoded = run(OnnxExport.of(model, Map.of()).encoder(), Map.of("x", x));
        assertThat(encoded).containsOnlyKeys("z");
        assertEqual(encoded.get("z"), model.location(x));
    }

    @Test
    void refusesALayerWithoutAnOperatorOfOnnx() {
        OnnxExport export = OnnxExport.of(model(0, "model.encoder=[{maxout: 5}]"), Map.of());
        assertThatThrownBy(export::encoder)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found the vertex \"encoder-1\" (MaxoutBlock), expected blocks that ONNX has operators for:"
                        + " export the weights, --format=safetensors");
    }

    @Test
    void refusesATransformedPosterior() {
        LatentModel model = model(0, "model.transforms=[{planar: 1}]");
        assertThatThrownBy(() -> OnnxExport.of(model, Map.of()))
                .hasMessage("found posteriors of the family diagonal_gaussian behind a transform, expected"
                        + " diagonal_gaussian alone, which has a mean and a variance per dimension: export the weights,"
                        + " --format=safetensors");
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        LatentModel model = model(0, "model.encoder=[4]");
        model.graph().params().putScalar(0, Double.NaN);
        OnnxExport export = OnnxExport.of(model, Map.of());
        assertThatThrownBy(export::encoder).hasMessageContaining("expected finite numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuous_bernoulli", "discretised_logistic", "mixture_logistic"})
    void refusesALikelihoodWhoseMeanIsNoFunctionOfOneParameter(String likelihood) {
        assertThatThrownBy(() -> OnnxExport.of(model(0, "model.likelihood=" + likelihood), Map.of())
                        .decoder())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found the likelihood " + likelihood + ", expected one whose mean is a function of one"
                        + " parameter: export the weights, --format=safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.posterior=full_gaussian", "model.transforms=[planar]"})
    void refusesAPosteriorWithoutAVariancePerDimension(String setting) {
        assertThatThrownBy(() -> OnnxExport.of(model(0, setting), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("found posteriors of the family ")
                .hasMessageContaining("expected diagonal_gaussian alone");
    }

    @Test
    void theCommandWritesBothFilesWithMetadata() throws IOException {
        OpenedRun run = Vae4j.on("lines")
                .in(folder)
                .layers(8)
                .latent(2)
                .epochs(1)
                .set("data.lines.train", 128)
                .set("data.lines.test", 32)
                .set("data.lines.size", 8)
                .set("evaluation.diagnosticsExamples", 0)
                .train();
        Typed export = Typed.vae(
                "export",
                run.root().toString(),
                "--format=onnx",
                "--out",
                folder.resolve("my.onnx").toString());

        assertThat(export.code()).isZero();
        assertThat(export.out()).contains("my-encoder.onnx", "my-decoder.onnx");
        byte[] decoder = Files.readAllBytes(folder.resolve("my-decoder.onnx"));
        assertThat(runtime.run(decoder, Map.of("z", new float[1][2])).metadata())
                .containsEntry("format", "vae4j-onnx-1")
                .containsEntry("hash", run.config().hash())
                .containsEntry("likelihood", "bernoulli")
                .containsEntry("protocol", "none")
                .containsEntry("epoch", "1");
        INDArray z = random(4, 7, 2);
        assertEqual(run(decoder, Map.of("z", z)).get("x_mean"), run.model().decode(z));
    }

    /** A model with random parameters, so that none keeps its initial value of 0 or 1. */
    private LatentModel model(int classes, String settings) {
        Training training = Vae4j.on("lines")
                .layers(10)
                .latent(3)
                .set("data.lines.train", 20)
                .set("data.lines.test", 10)
                .set("data.lines.size", 12);
        for (String setting : settings.split("; ")) {
            int equals = setting.indexOf('=');
            training = training.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        ExperimentConfig config = training.config();
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), 1);
        ConfiguredData told = new ConfiguredData(
                data.spec(), data.split(), 1, data.handling(), data.own(), classes, Optional.empty());
        LatentModel model = ConfiguredModel.create(config, told, 1);
        INDArray parameters = model.graph().params();
        parameters.addi(random(5, 1, (int) parameters.length())
                .reshape(parameters.shape())
                .subi(0.5)
                .muli(0.2));
        return model;
    }

    private static INDArray random(long seed, int rows, int columns) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Nd4j.create(values, new long[] {rows, columns}, 'f');
    }

    private static INDArray oneHot(int classes) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, Math.max(1, classes));
        for (int i = 0; i < EXAMPLES && classes > 0; i++) {
            labels.putScalar(i, i % classes, 1);
        }
        return labels;
    }

    private static Map<String, INDArray> run(byte[] file, Map<String, INDArray> values) throws IOException {
        Map<String, float[][]> inputs = new TreeMap<>();
        values.forEach((name, value) -> inputs.put(name, value.toFloatMatrix()));
        Map<String, INDArray> results = new TreeMap<>();
        runtime.run(file, inputs).values().forEach((name, value) -> results.put(name, Nd4j.create(value)));
        return results;
    }

    private static void assertEqual(INDArray ofOnnxRuntime, INDArray ofLibrary) {
        assertThat(ofOnnxRuntime.shape()).containsExactly(ofLibrary.shape());
        double[] expected = values(ofLibrary);
        double[] found = values(ofOnnxRuntime);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("value %d", i).isCloseTo(expected[i], within(TOLERANCE * Math.max(1, largest)));
        }
    }

    /** The values of an array, row by row. */
    private static double[] values(INDArray array) {
        return array.castTo(DataType.DOUBLE)
                .dup('c')
                .reshape('c', 1, array.length())
                .toDoubleVector();
    }
}
