package org.vae4j.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

/** Networks whose vertices have names of the user's choice, which the output layer assigns to roles. */
class RolesTest {

    private static final int FEATURES = 6;
    private static final Map<String, String> NAMES = Map.of("posterior", "q", "latent", "code", "parameters", "theta");
    private static final INDArray X = Values.pixels(1, DataType.DOUBLE, 4, FEATURES);

    private static ComputationGraph graph(
            String posterior, String latent, String parameters, Map<String, String> roles) {
        VariationalOutputLayer output =
                new VariationalOutputLayer(2, new GaussianLikelihood(0.5), ElboObjective.standard());
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("data")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("hidden", Networks.dense(5, Nonlinearity.TANH), "data")
                .addLayer(posterior, Networks.dense(4, Nonlinearity.IDENTITY), "hidden")
                .addLayer(latent, new GaussianSamplingLayer(7, "latent", 1), posterior)
                .addLayer("deep", Networks.dense(5, Nonlinearity.TANH), latent)
                .addLayer(parameters, Networks.dense(FEATURES, Nonlinearity.IDENTITY), "deep")
                .addVertex("all", new ConcatVertex(), parameters, posterior, latent)
                .addLayer("loss", roles.isEmpty() ? output : output.withRoles(roles), "all")
                .setOutputs("loss")
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    private static LatentModel withOtherNames() {
        return LatentModel.of(graph("q", "code", "theta", NAMES));
    }

    @Test
    void modelWithOtherNamesComputesTheSame() {
        LatentModel usual = LatentModel.of(graph("posterior", "z", "likelihood-parameters", Map.of()));
        LatentModel named = withOtherNames();
        named.graph().setParams(usual.graph().params());
        assertThat(named.latent()).isEqualTo(2);
        assertThat(named.isVariational()).isTrue();
        assertThat(named.elbo(X, 1)).isEqualTo(usual.elbo(X, 1));
        assertThat(Values.of(named.reconstruct(X))).isEqualTo(Values.of(usual.reconstruct(X)));
        assertThat(Values.of(named.samplePrior(3, 5))).isEqualTo(Values.of(usual.samplePrior(3, 5)));
    }

    @Test
    void modelWithOtherNamesGetsTheSameInitialBias() {
        LatentModel usual = LatentModel.of(graph("posterior", "z", "likelihood-parameters", Map.of()));
        LatentModel named = withOtherNames();
        named.graph().setParams(usual.graph().params());
        double[] means = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
        named.beginAtMeans(means);
        usual.beginAtMeans(means);
        assertThat(named.graph().params()).isEqualTo(usual.graph().params());
    }

    @Test
    void savedModelKeepsTheRoles(@TempDir Path folder) throws IOException {
        LatentModel named = withOtherNames();
        named.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        assertThat(loaded.roles()).isEqualTo(named.roles());
        assertThat(loaded.elbo(X, 1)).isEqualTo(named.elbo(X, 1));
    }

    @Test
    void savedDecoderKeepsTheNames(@TempDir Path folder) throws IOException {
        LatentModel model = withOtherNames();
        Decoder decoder = model.decoder();
        assertThat(decoder.graph().getConfiguration().getNetworkInputs()).containsExactly("code");
        decoder.save(folder.resolve("decoder.zip"));
        Decoder loaded = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(loaded.latent()).isEqualTo(2);
        INDArray z = Values.normal(1, DataType.DOUBLE, 3, 2, 1);
        Values.assertClose("decoder", Values.of(loaded.decode(z)), Values.of(model.decode(z)), 1e-15);
    }

    @Test
    void decoderRefusesTheFileOfAWholeModel(@TempDir Path folder) throws IOException {
        withOtherNames().save(folder.resolve("model.zip"));
        assertThatThrownBy(() -> Decoder.load(folder.resolve("model.zip")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a decoder, whose input is code");
    }

    /** So that files of version 0.1 are reproduced. */
    @Test
    void usualNamesAreNotWritten() {
        String usual = graph("posterior", "z", "likelihood-parameters", Map.of())
                .getConfiguration()
                .toJson();
        assertThat(usual).doesNotContain("roles");
        assertThat(graph("q", "code", "theta", NAMES).getConfiguration().toJson())
                .contains("\"roles\"")
                .contains("\"latent\" : \"code\"");
    }

    @Test
    void refusesAnUnknownRole() {
        VariationalOutputLayer output = new VariationalOutputLayer();
        Map<String, String> misspelt = Map.of("posteriour", "q");
        assertThatThrownBy(() -> output.withRoles(misspelt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found \"posteriour\", expected one of [posterior, latent, parameters");
    }

    @Test
    void refusesARoleWithoutAVertex() {
        ComputationGraph graph = graph("q", "code", "theta", Map.of("posterior", "p"));
        assertThatThrownBy(() -> LatentModel.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("roles.posterior: found \"p\", the name of no vertex, expected one of [data");
    }

    @Test
    void refusesToSeparateADecoderThatReadsTheData() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("data")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("hidden", Networks.dense(5, Nonlinearity.TANH), "data")
                .addLayer("code", Networks.dense(2, Nonlinearity.IDENTITY), "hidden")
                .addVertex("both", new ConcatVertex(), "code", "hidden")
                .addLayer("theta", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "both")
                .addLayer("loss", Networks.output().withRoles(Map.of("latent", "code", "parameters", "theta")), "theta")
                .setOutputs("loss")
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        LatentModel model = LatentModel.of(graph);
        assertThatThrownBy(model::decoder)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"hidden\" of the decoder reads \"data\"");
    }
}
