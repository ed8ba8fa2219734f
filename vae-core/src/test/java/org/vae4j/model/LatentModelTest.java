package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

class LatentModelTest {

    private static final int FEATURES = 8;
    private static final INDArray X = Values.pixels(1, DataType.FLOAT, 5, FEATURES);

    private static ModelSpec spec(Bottleneck bottleneck, Likelihood likelihood) {
        return new ModelSpec(
                FEATURES,
                List.of(7, 6),
                3,
                List.of(5),
                Nonlinearity.TANH,
                bottleneck,
                likelihood,
                ElboObjective.standard());
    }

    static Stream<LatentModel> models() {
        return Stream.of(
                        spec(Bottleneck.GAUSSIAN, new BernoulliLikelihood()),
                        spec(Bottleneck.GAUSSIAN, new HeteroscedasticGaussianLikelihood()),
                        spec(Bottleneck.DETERMINISTIC, new GaussianLikelihood(0.5)))
                .map(LatentModelTest::trained);
    }

    private static LatentModel trained(ModelSpec spec) {
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        TrainingStep step = new TrainingStep(model);
        for (int i = 0; i < 3; i++) {
            step.apply(X);
        }
        return model;
    }

    @ParameterizedTest
    @MethodSource("models")
    void resultsHaveTheShapesOfTheSpecification(LatentModel model) {
        assertThat(model.latent()).isEqualTo(3);
        assertThat(model.encode(X).mean().shape()).containsExactly(5, 3);
        assertThat(model.encode(X).logVar().shape()).containsExactly(5, 3);
        assertThat(model.decode(Values.normal(1, DataType.FLOAT, 4, 3, 1)).shape())
                .containsExactly(4, FEATURES);
        assertThat(model.reconstruct(X).shape()).containsExactly(5, FEATURES);
        assertThat(model.samplePrior(7, 1).shape()).containsExactly(7, FEATURES);
        assertThat(model.encode(X).mean().ordering()).isEqualTo('f');
    }

    @ParameterizedTest
    @MethodSource("models")
    void encodingAndDecodingEqualTheNetworksActivations(LatentModel model) {
        var activations = model.graph().feedForward(X, false);
        Posterior posterior = model.encode(X);
        if (model.isVariational()) {
            double[] head = Values.of(activations.get("posterior"));
            double[] mean = Values.of(posterior.mean());
            double[] logVar = Values.of(posterior.logVar());
            for (int i = 0; i < 15; i++) {
                assertThat(mean[i]).isEqualTo(head[i]);
                assertThat(logVar[i]).isEqualTo(head[15 + i]);
            }
        } else {
            assertThat(Values.of(posterior.mean())).isEqualTo(Values.of(activations.get("z")));
            assertThat(Values.of(posterior.logVar())).containsOnly(Double.NEGATIVE_INFINITY);
        }
        assertThat(Values.of(model.decode(activations.get("z")))).isEqualTo(Values.of(activations.get("objective")));
        assertThat(Values.of(model.reconstruct(X))).isEqualTo(Values.of(model.decode(posterior.mean())));
    }

    @ParameterizedTest
    @MethodSource("models")
    void laterCallsDoNotChangeEarlierResults(LatentModel model) {
        INDArray mean = model.encode(X).mean();
        double[] before = Values.of(mean);
        INDArray decoded = model.decode(mean);
        double[] decodedBefore = Values.of(decoded);
        model.encode(Values.pixels(9, DataType.FLOAT, 5, FEATURES));
        model.samplePrior(5, 2);
        assertThat(Values.of(mean)).isEqualTo(before);
        assertThat(Values.of(decoded)).isEqualTo(decodedBefore);
    }

    @ParameterizedTest
    @MethodSource("models")
    void priorSamplesAreDecodedDrawsFromThePrior(LatentModel model) {
        INDArray z = Values.array(DataType.FLOAT, 4, 3, i -> GaussianNoise.draw(priorStream(6, i % 4), 3)[i / 4]);
        assertThat(Values.of(model.samplePrior(4, 6))).isEqualTo(Values.of(model.decode(z)));
        assertThat(Values.of(model.samplePrior(4, 7))).isNotEqualTo(Values.of(model.decode(z)));
        INDArray more = model.samplePrior(9, 6);
        Values.assertClose(
                "the first four of nine",
                Values.of(more.get(NDArrayIndex.interval(0, 4), NDArrayIndex.all())),
                Values.of(model.decode(z)),
                1e-6);
        assertThat(Values.of(model.decoder().samplePrior(4, 6))).isEqualTo(Values.of(model.samplePrior(4, 6)));
    }

    private static long priorStream(long seed, int row) {
        return Streams.at(Streams.at(Streams.derive(seed, "prior"), row), 0);
    }

    @ParameterizedTest
    @MethodSource("models")
    void elboIsAFunctionOfItsSeedAndDoesNotChangeTheModel(LatentModel model) {
        double[] parameters = Values.of(model.graph().params());
        ElboTerms first = model.elbo(X, 11);
        double[] each = model.lastBatch().objective().clone();
        assertThat(model.elbo(X, 11)).isEqualTo(first);
        assertThat(model.lastBatch().objective()).isEqualTo(each);
        assertThat(first.objectiveNats())
                .isCloseTo(Arrays.stream(each).average().orElseThrow(), within(1e-12));
        assertThat(first.negElboNats()).isCloseTo(first.reconstructionNats() + first.klNats(), within(1e-12));
        if (model.isVariational()) {
            assertThat(model.elbo(X, 12).reconstructionNats()).isNotEqualTo(first.reconstructionNats());
            assertThat(model.elbo(X, 12).klNats()).isEqualTo(first.klNats());
        } else {
            assertThat(first.klNats()).isZero();
        }
        assertThat(Values.of(model.graph().params())).isEqualTo(parameters);
    }

    @Test
    void evaluationBetweenStepsDoesNotChangeTraining() {
        ModelSpec spec = spec(Bottleneck.GAUSSIAN, new BernoulliLikelihood());
        LatentModel plain = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        LatentModel watched = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        TrainingStep plainStep = new TrainingStep(plain);
        TrainingStep watchedStep = new TrainingStep(watched);
        for (int i = 0; i < 4; i++) {
            ElboTerms terms = plainStep.apply(X);
            watched.elbo(X, 99);
            watched.encode(X);
            watched.samplePrior(3, 5);
            assertThat(watchedStep.apply(X)).isEqualTo(terms);
        }
        assertThat(Values.of(watched.graph().params()))
                .isEqualTo(Values.of(plain.graph().params()));
    }

    @Test
    void evaluationBetweenStepsDoesNotChangeTrainingByDl4j() {
        ModelSpec spec = spec(Bottleneck.GAUSSIAN, new BernoulliLikelihood());
        LatentModel plain = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        LatentModel watched = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        for (int i = 0; i < 3; i++) {
            watched.elbo(X, 99);
            watched.encode(X);
            watched.reconstruct(X);
            plain.graph().fit(new DataSet(X, X));
            watched.graph().fit(new DataSet(X, X));
            assertThat(watched.graph().score(new DataSet(X, X)))
                    .isEqualTo(plain.graph().score(new DataSet(X, X)));
        }
        assertThat(watched.graph().params()).isEqualTo(plain.graph().params());
    }

    @ParameterizedTest
    @MethodSource("models")
    void loadedModelEqualsTheSavedOne(LatentModel model, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.zip");
        model.save(file);
        LatentModel loaded = LatentModel.load(file);
        assertThat(loaded.graph().params()).isEqualTo(model.graph().params());
        assertThat(loaded.graph().getConfiguration()).isEqualTo(model.graph().getConfiguration());
        assertThat(loaded.elbo(X, 3)).isEqualTo(model.elbo(X, 3));
        assertThat(Values.of(loaded.reconstruct(X))).isEqualTo(Values.of(model.reconstruct(X)));
        assertThat(new TrainingStep(loaded).apply(X)).isEqualTo(new TrainingStep(model).apply(X));
        assertThat(loaded.graph().params()).isEqualTo(model.graph().params());
    }

    @ParameterizedTest
    @MethodSource("models")
    void decoderIsAnIndependentCopyThatDecodesLikeTheModel(LatentModel model, @TempDir Path folder) throws IOException {
        Decoder decoder = model.decoder();
        INDArray z = Values.normal(1, DataType.FLOAT, 4, 3, 1);
        double[] expected = Values.of(model.decode(z));
        assertThat(Values.of(decoder.decode(z))).isEqualTo(expected);
        Path file = folder.resolve("decoder.zip");
        decoder.save(file);
        // Training the model does not change the decoder, which is a copy.
        new TrainingStep(model).apply(X);
        Decoder loaded = Decoder.load(file);
        assertThat(Values.of(loaded.decode(z))).isEqualTo(expected);
        assertThat(Values.of(decoder.decode(z))).isEqualTo(expected);
        assertThat(Values.of(loaded.samplePrior(5, 8))).isEqualTo(Values.of(decoder.samplePrior(5, 8)));
        assertThat(loaded.graph().numParams()).isLessThan(model.graph().numParams());
    }

    @Test
    void seedDeterminesWeightsAndNoise() {
        ModelSpec spec = spec(Bottleneck.GAUSSIAN, new BernoulliLikelihood());
        LatentModel one = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        LatentModel same = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 4);
        LatentModel other = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5);
        assertThat(same.graph().params()).isEqualTo(one.graph().params());
        assertThat(other.graph().params()).isNotEqualTo(one.graph().params());
        assertThat(same.compiled().gradient(X)).isEqualTo(one.compiled().gradient(X));
    }

    @Test
    void acceptsFeaturesOfAnyTypeAndOrder() {
        LatentModel model = trained(spec(Bottleneck.GAUSSIAN, new BernoulliLikelihood()));
        double[] expected = Values.of(model.encode(X).mean());
        assertThat(Values.of(model.encode(X.dup('c')).mean())).isEqualTo(expected);
        assertThat(Values.of(model.encode(X.castTo(DataType.DOUBLE)).mean())).isEqualTo(expected);
        assertThat(model.elbo(X.castTo(DataType.DOUBLE).dup('c'), 1)).isEqualTo(model.elbo(X, 1));
    }

    @Test
    void refusesANetworkThatIsNoAutoencoder() {
        var graph = Networks.chain(
                DataType.FLOAT,
                4,
                new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
        graph.score(new DataSet(Values.pixels(1, DataType.FLOAT, 1, 4), Values.pixels(1, DataType.FLOAT, 1, 2)));
        assertThatThrownBy(() -> LatentModel.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no autoencoder of this library");
    }

    @Test
    void refusesSizesBelowOne() {
        assertRefusesSizes(0, 1, 1);
        assertRefusesSizes(-1, 1, 1);
        assertRefusesSizes(1, 0, 1);
        assertRefusesSizes(1, 1, 0);
    }

    private static void assertRefusesSizes(int features, int hidden, int latent) {
        assertThatThrownBy(() -> new ModelSpec(
                        features,
                        List.of(hidden),
                        latent,
                        List.of(),
                        Nonlinearity.RELU,
                        Bottleneck.GAUSSIAN,
                        new BernoulliLikelihood(),
                        ElboObjective.standard()))
                .as("features %d, hidden %d, latent %d", features, hidden, latent)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a number >= 1");
    }
}
