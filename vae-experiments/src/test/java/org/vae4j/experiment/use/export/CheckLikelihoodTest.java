package org.vae4j.experiment.use.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.Python;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.Progress;

/**
 * Compares {@code scripts/check-likelihood}, which shares no code with the library, with the library itself. Skipped
 * without Python and NumPy.
 */
class CheckLikelihoodTest {

    private static final int IMAGES = 12;
    private static final int FEATURES = 6;
    private static final int LATENT = 2;
    private static final Pattern RESULT = Pattern.compile("-log p\\(x\\) = ([0-9.]+) ± ([0-9.]+) nats");

    @TempDir
    Path folder;

    private Python python;
    private LatentModel model;

    @BeforeEach
    void modelAndImages() throws IOException, InterruptedException {
        Optional<Python> found = Python.with("numpy");
        assumeTrue(found.isPresent(), "no Python with NumPy: Debian has it as python3-numpy");
        python = found.get();
        NativeSetup.prepare();
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(5, 4),
                LATENT,
                List.of(7),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard(),
                1);
        model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 4);
        INDArray parameters = model.graph().params();
        for (int i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, parameters.getDouble(i) + 0.3 * Math.sin(i));
        }
        writeImages();
    }

    private static int pixel(int image, int feature) {
        return (image * 5 + feature * 3) % 7 < 3 ? 1 : 0;
    }

    /** Writes black and white images, which every binarisation leaves as they are, in two formats of data sets. */
    private void writeImages() throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + IMAGES * FEATURES);
        idx.putInt(0x803).putInt(IMAGES).putInt(2).putInt(FEATURES / 2);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < IMAGES; i++) {
            for (int j = 0; j < FEATURES; j++) {
                idx.put((byte) (255 * pixel(i, j)));
                lines.append(pixel(i, j)).append(j + 1 < FEATURES ? " " : "\n");
            }
        }
        Files.write(Files.createDirectories(folder.resolve("mnist")).resolve("t10k-images-idx3-ubyte"), idx.array());
        Files.writeString(
                Files.createDirectories(folder.resolve("mnist-larochelle")).resolve("binarized_mnist_test.amat"),
                lines.toString());
    }

    private Path exported(String... overrides) throws IOException {
        ExperimentConfig config = new ConfigResolver("exported", """
                data: {name: mnist, binarisation: dynamic}
                model: {encoder: [5, 4], latent: 2, decoder: [7], activation: tanh}
                objective:
                training:
                evaluation:
                """, NoOptions.class).resolve(List.of(overrides));
        Path file = folder.resolve("model.safetensors");
        ModelExport.write(
                new TrainedRun(Path.of("runs", "exported", "seed1-abc"), config, model, new Progress(70, 7, 0)), file);
        return file;
    }

    private String check(Path file, String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = file.toString();
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return python.run(Files.readString(Path.of("..", "scripts", "check-likelihood")), folder, arguments);
    }

    private static double number(String output, int group) {
        Matcher matcher = RESULT.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return Double.parseDouble(matcher.group(group));
    }

    /** With 20,000 samples, each of the two estimates scatters by less than a hundredth of a nat. */
    @Test
    void theScriptGivesTheLikelihoodOfTheLibrary() throws IOException, InterruptedException {
        Path file = exported();
        INDArray x = Nd4j.createUninitialized(DataType.FLOAT, new long[] {IMAGES, FEATURES}, 'f');
        for (int i = 0; i < IMAGES; i++) {
            for (int j = 0; j < FEATURES; j++) {
                x.putScalar(i, j, pixel(i, j));
            }
        }
        LogLikelihoodEstimate ofLibrary =
                new ImportanceSampling(model, 20_000).estimate(new SingletonDataSetIterator(new DataSet(x, x)), 3);
        String output = check(file, "--samples", "20000", "--images", "100");
        assertThat(number(output, 1)).isCloseTo(ofLibrary.negLogLikelihoodNats(), within(0.01));
        assertThat(number(output, 2)).isCloseTo(ofLibrary.standardErrorNats(), within(0.01));
        assertThat(output)
                .contains("exported, seed1-abc, model of epoch 7")
                .contains("weights " + WeightsHash.of(file))
                .contains("over the first 12 test images, 20000 samples per image")
                .contains("dynamic binarisation, drawn by seed 1");
    }

    /** With equal noise and equal images the numbers are equal; another seed draws other noise. */
    @Test
    void theScriptReadsTheImagesOfEachProtocol() throws IOException, InterruptedException {
        double dynamic = number(check(exported(), "--samples", "50"), 1);
        assertThat(number(check(exported("data.binarisation=none"), "--samples", "50"), 1))
                .isEqualTo(dynamic);
        String larochelle = check(exported("data.name=mnist-larochelle"), "--samples", "50");
        assertThat(number(larochelle, 1)).isEqualTo(dynamic);
        assertThat(larochelle).contains("static binarisation, Larochelle's");
        assertThat(number(check(exported(), "--samples", "50", "--seed", "2"), 1))
                .isNotEqualTo(dynamic);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.binarisation=static | found data.binarisation=static, expected dynamic, none or",
                "model.prior={mixture: {components: 3}} | found model.prior=settings, expected standard_normal",
                "model.transforms=[householder] | found model.transforms=settings, expected []",
                "model.posterior=full_gaussian | found model.posterior=full_gaussian, expected diagonal_gaussian",
                "model.encoder=[5, {gatedDense: 4}] | found model.encoder with",
                "data.binarisation=none; model.likelihood=gaussian | found likelihood gaussian, expected bernoulli",
                "model.kind=autoencoder | found kind autoencoder, expected vae",
                "model.activation=elu | found activation elu, expected one of relu, tanh",
            })
    void theScriptRefusesUnsupportedSettingsInOneLine(String overrides, String message) throws IOException {
        Path file = exported(overrides.split("; "));
        assertThatThrownBy(() -> check(file))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("check-likelihood: found")
                .hasMessageContaining(message)
                .satisfies(error -> assertThat(error.getMessage().lines()).hasSize(1));
    }

    @Test
    void theScriptRefusesAFileInAnotherFormat() throws IOException {
        Path file = Files.writeString(folder.resolve("other"), "something else altogether");
        assertThatThrownBy(() -> check(file)).hasMessageContaining("found no header of a length that fits the file");
    }
}
