package org.vae4j.experiment.use.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Posterior;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.Objective;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.Progress;

/** The tests read files by code of their own and compute the model from the file alone, in plain Java. */
class ModelExportTest {

    private static final int FEATURES = 6;
    private static final int LATENT = 3;
    private static final ExperimentConfig CONFIG =
            new ConfigResolver("exported", """
                    data:
                    model: {encoder: [5, 4], latent: 3, decoder: [7], activation: tanh}
                    objective:
                    training:
                    evaluation:
                    """, NoOptions.class).resolve(List.of());

    @TempDir
    Path folder;

    /** A parsed file: the JSON of its header, and the values behind it. */
    private record Parsed(JsonNode header, int headerLength, ByteBuffer data) {

        static Parsed of(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(bytes.getLong());
            String json = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
            ByteBuffer data = bytes.slice(8 + length, bytes.capacity() - 8 - length);
            return new Parsed(new ObjectMapper().readTree(json), length, data.order(ByteOrder.LITTLE_ENDIAN));
        }

        double[][] tensor(String name) {
            JsonNode entry = header.path(name);
            assertThat(entry.path("dtype").asText()).isEqualTo("F32");
            JsonNode shape = entry.path("shape");
            int rows = shape.size() == 1 ? 1 : shape.get(0).asInt();
            int columns = shape.get(shape.size() - 1).asInt();
            int from = entry.path("data_offsets").get(0).asInt();
            assertThat(entry.path("data_offsets").get(1).asInt() - from).isEqualTo(4 * rows * columns);
            double[][] values = new double[rows][columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    values[i][j] = data.getFloat(from + 4 * (i * columns + j));
                }
            }
            return values;
        }

        double[] layer(double[] x, String name, boolean tanh) {
            double[][] w = tensor(name + ".W");
            double[] y = tensor(name + ".b")[0];
            assertThat(w).hasDimensions(x.length, y.length);
            for (int j = 0; j < y.length; j++) {
                for (int i = 0; i < x.length; i++) {
                    y[j] += x[i] * w[i][j];
                }
                y[j] = tanh ? Math.tanh(y[j]) : y[j];
            }
            return y;
        }
    }

    private static TrainedRun run(Likelihood likelihood) {
        return run(likelihood, ElboObjective.standard(), 1);
    }

    private static TrainedRun run(Likelihood likelihood, Objective objective, int draws) {
        NativeSetup.prepare();
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(5, 4),
                LATENT,
                List.of(7),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                likelihood,
                objective,
                draws);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 4);
        // Biases, which begin as zeros, get other values too.
        INDArray parameters = model.graph().params();
        for (int i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, parameters.getDouble(i) + 0.1 * Math.sin(i));
        }
        return new TrainedRun(Path.of("runs", "exported", "seed1-abc"), CONFIG, model, new Progress(70, 7, 0));
    }

    private static double[] row(INDArray matrix, int i) {
        return matrix.getRow(i).dup().toDoubleVector();
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            // Single precision, sums of up to seven terms of order one.
            assertThat(actual[i]).isCloseTo(expected[i], within(2e-6));
        }
    }

    @Test
    void theFileOfAVaeSufficesToComputeIt() throws IOException {
        assertThatTheFileSuffices(run(new BernoulliLikelihood()));
    }

    /** The network of this objective repeats its latents, which the file must not show. */
    @Test
    void theFileOfAModelWithSeveralDrawsSufficesToComputeIt() throws IOException {
        assertThatTheFileSuffices(run(new BernoulliLikelihood(), ImportanceWeightedObjective.dreg(), 5));
    }

    /** Computes posterior, reconstruction and likelihood from the file, and compares them with those of the model. */
    private void assertThatTheFileSuffices(TrainedRun run) throws IOException {
        Path file = folder.resolve("model.safetensors");
        long written = ModelExport.write(run, file);
        Parsed parsed = Parsed.of(file);
        assertThat(written).isEqualTo(run.model().graph().numParams());
        INDArray x = Nd4j.createUninitialized(DataType.FLOAT, new long[] {4, FEATURES}, 'f');
        for (int i = 0; i < x.length(); i++) {
            x.putScalar(i, i % 3 == 0 ? 1 : 0);
        }
        Posterior posterior = run.model().encode(x);
        INDArray means = run.model().decode(posterior.mean());
        double[] negLogLikelihood = run.model().negLogLikelihood(x, posterior.mean());
        for (int i = 0; i < 4; i++) {
            double[] code = parsed.layer(parsed.layer(row(x, i), "encoder-1", true), "encoder-2", true);
            double[] head = parsed.layer(code, "posterior", false);
            double[] mean = Arrays.copyOf(head, LATENT);
            assertClose(row(posterior.mean(), i), mean);
            assertClose(row(posterior.logVar(), i), Arrays.copyOfRange(head, LATENT, 2 * LATENT));
            double[] logits = parsed.layer(parsed.layer(mean, "decoder-1", true), "likelihood-parameters", false);
            double nll = 0;
            for (int j = 0; j < FEATURES; j++) {
                nll += Math.log1p(Math.exp(logits[j])) - logits[j] * x.getDouble(i, j);
                logits[j] = 1 / (1 + Math.exp(-logits[j]));
            }
            assertClose(row(means, i), logits);
            assertThat(negLogLikelihood[i]).isCloseTo(nll, within(1e-5));
        }
    }

    @Test
    void aLearnedVarianceIsATensorOfTheFile() throws IOException {
        TrainedRun learned = run(new LearnedGaussianLikelihood());
        Path file = folder.resolve("learned.safetensors");
        ModelExport.write(learned, file);
        Parsed parsed = Parsed.of(file);
        assertThat(parsed.header.path("likelihood-parameters-shared.b").path("shape"))
                .hasSize(1);
        double logVar = parsed.tensor("likelihood-parameters-shared.b")[0][0];
        double[] z = {0.3, -1, 0.5};
        double[] mean = parsed.layer(parsed.layer(z, "decoder-1", true), "likelihood-parameters-of-z", false);
        INDArray latent = Nd4j.createFromArray(new float[][] {{0.3f, -1, 0.5f}});
        assertClose(row(learned.model().decode(latent), 0), mean);
        INDArray x = Nd4j.zeros(DataType.FLOAT, 1, FEATURES);
        double nll = 0.5 * FEATURES * (logVar + Math.log(2 * Math.PI));
        for (double m : mean) {
            nll += 0.5 * m * m * Math.exp(-logVar);
        }
        assertThat(learned.model().negLogLikelihood(x, latent)[0]).isCloseTo(nll, within(1e-5));
    }

    @Test
    void aVariancePerPixelDoublesTheParametersOfTheLikelihood() throws IOException {
        Path file = folder.resolve("pixel.safetensors");
        ModelExport.write(run(new HeteroscedasticGaussianLikelihood()), file);
        assertThat(Parsed.of(file).tensor("likelihood-parameters.b")[0]).hasSize(2 * FEATURES);
    }

    @Test
    void theHashIsTheSha256OfTheValues() throws Exception {
        TrainedRun run = run(new BernoulliLikelihood());
        Path file = folder.resolve("model.safetensors");
        ModelExport.write(run, file);
        byte[] bytes = Files.readAllBytes(file);
        int start = Long.BYTES + Parsed.of(file).headerLength;
        String expected = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(bytes, start, bytes.length)));
        assertThat(WeightsHash.of(file)).isEqualTo(expected);
        assertThat(WeightsHash.of(run)).contains(expected);
    }

    @Test
    void theHashDoesNotDependOnTheNameAndTheEpochOfTheRun() throws IOException {
        TrainedRun run = run(new BernoulliLikelihood());
        TrainedRun renamed = new TrainedRun(Path.of("runs", "other"), CONFIG, run.model(), new Progress(80, 8, 0));
        Path file = folder.resolve("model.safetensors");
        Path other = folder.resolve("other.safetensors");
        ModelExport.write(run, file);
        ModelExport.write(renamed, other);
        assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(file));
        assertThat(WeightsHash.of(other)).isEqualTo(WeightsHash.of(file));
    }

    @Test
    void theHashDependsOnEachWeight() {
        TrainedRun run = run(new BernoulliLikelihood());
        Optional<String> before = WeightsHash.of(run);
        run.model().graph().params().putScalar(3, 7);
        assertThat(WeightsHash.of(run)).isPresent().isNotEqualTo(before);
    }

    @Test
    void theHashRefusesAFileWithoutAHeader() throws IOException {
        Path cut = Files.write(folder.resolve("cut"), new byte[Long.BYTES - 1]);
        assertThatThrownBy(() -> WeightsHash.of(cut)).hasMessageContaining("found no header");
    }

    /** Readers of the format accept no gap, no overlap and nothing behind the last tensor. */
    @Test
    void theHeaderIsAlignedAndItsTensorsFillTheFile() throws IOException {
        Path file = folder.resolve("model.safetensors");
        ModelExport.write(run(new BernoulliLikelihood()), file);
        Parsed parsed = Parsed.of(file);
        assertThat(parsed.headerLength % 8).isZero();
        TreeMap<Long, Long> places = new TreeMap<>();
        parsed.header.properties().forEach(entry -> {
            if (!entry.getKey().equals("__metadata__")) {
                JsonNode offsets = entry.getValue().path("data_offsets");
                places.put(offsets.get(0).asLong(), offsets.get(1).asLong());
            }
        });
        long end = 0;
        for (Map.Entry<Long, Long> place : places.entrySet()) {
            assertThat(place.getKey()).isEqualTo(end);
            end = place.getValue();
        }
        assertThat(end).isEqualTo(parsed.data.capacity());
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void theMetadataDescribeTheRunAndTheNetwork() throws IOException {
        Path file = folder.resolve("model.safetensors");
        ModelExport.write(run(new BernoulliLikelihood()), file);
        JsonNode metadata = Parsed.of(file).header.path("__metadata__");
        assertThat(metadata).allSatisfy(value -> assertThat(value.isTextual()).isTrue());
        assertThat(metadata.path("format").asText()).isEqualTo("vae4j-1");
        assertThat(metadata.path("config").asText()).isEqualTo(CONFIG.yamlWithoutFolders());
        assertThat(metadata.path("epoch").asText()).isEqualTo("7");
        assertThat(metadata.path("run").asText()).isEqualTo("seed1-abc");
        JsonNode network = new ObjectMapper().readTree(metadata.path("network").asText());
        List<String> encoder = new ArrayList<>();
        network.path("encoder").forEach(name -> encoder.add(name.asText()));
        assertThat(encoder).containsExactly("encoder-1", "encoder-2");
        assertThat(network.path("activation").asText()).isEqualTo("tanh");
        assertThat(network.path("likelihood").asText()).isEqualTo("bernoulli");
    }

    @Test
    void refusesVerticesOfDl4j() {
        List<String> foreign = List.of("encoder-1");
        assertThatThrownBy(() -> ModelExport.refuseForeign(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found the vertices [encoder-1] of DL4J's own in the network");
        ModelExport.refuseForeign(List.of());
    }

    @Test
    void refusesNaNAndLeavesNoFile() {
        Path file = folder.resolve("x.safetensors");
        List<Tensor> tensors = List.of(new Tensor("a", List.of(2L), Nd4j.createFromArray(1f, Float.NaN)));
        assertThatThrownBy(() -> Safetensors.write(tensors, Map.of(), file)).hasMessageContaining("found NaN");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesTwoTensorsOfOneNameAndLeavesNoFile() {
        Path file = folder.resolve("x.safetensors");
        Tensor tensor = new Tensor("a", List.of(2L), Nd4j.createFromArray(1f, 2f));
        assertThatThrownBy(() -> Safetensors.write(List.of(tensor, tensor), Map.of(), file))
                .hasMessageContaining("two tensors named a");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAShapeOfAnotherNumberOfValues() {
        assertThatThrownBy(() -> new Tensor("a", List.of(3L), Nd4j.createFromArray(1f, 2f)))
                .hasMessageContaining("found 2 values");
    }
}
