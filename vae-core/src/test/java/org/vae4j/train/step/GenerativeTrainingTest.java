package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.ContinuousBernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.compiled.GenerativePass;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.BatchNorm;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.LayerNorm;
import org.vae4j.network.image.Conv;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.DataDiscrimination;
import org.vae4j.objective.generative.GanTerm;
import org.vae4j.objective.generative.GanTerm.Generator;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.FlushingAdam;
import org.vae4j.update.MomentumSgd;

/** VAE-GAN: three groups of parameters with losses of their own, pauses, workers, and that it all resumes. */
class GenerativeTrainingTest {

    private static final int FEATURES = 6;
    private static final IUpdater ADAM = FlushingAdam.withLearningRate(0.01);
    private static final IUpdater DESCENT = new MomentumSgd(new ConstantRate(0.01), 0);

    /** A model with the term, and what shapes its passes. */
    private record Case(
            Bottleneck bottleneck, int draws, Likelihood likelihood, GanTerm term, List<BlockSpec> discriminator) {

        Case(Bottleneck bottleneck, int draws, Likelihood likelihood, GanTerm term) {
            this(bottleneck, draws, likelihood, term, List.of());
        }

        LatentModel model(IUpdater updater, DataType type, Term... beside) {
            List<Term> terms =
                    Stream.concat(Stream.of(term), Arrays.stream(beside)).toList();
            return GenerativeTrainingTest.model(this, terms, updater, type);
        }

        @Override
        public String toString() {
            return bottleneck + ", " + draws + " draws, " + term;
        }
    }

    private static LatentModel model(Case c, List<Term> terms, IUpdater updater, DataType type) {
        Architecture network = new Architecture(
                        new Shape.Image(1, 2, 3),
                        Dense.layers(List.of(5)),
                        2,
                        new DecoderLayout.Listed(Dense.layers(List.of(4))),
                        new Style(Nonlinearity.TANH))
                .discriminatedBy(terms.isEmpty() ? List.of() : c.discriminator);
        ComposedObjective objective = new ComposedObjective(new ElboReducer(), null, terms);
        return LatentModel.create(
                new ModelSpec(network, c.bottleneck, c.likelihood, objective, c.draws), updater, 3, type);
    }

    private static GanTerm gan(double gamma, double adversarial, double pixels, int layer, Generator generator) {
        return new GanTerm(gamma, adversarial, 0.8, pixels, List.of(4, 3), layer, generator, Math.log(2), 0, 5);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Bottleneck.GAUSSIAN, 1, new BernoulliLikelihood(), gan(1.7, 1.3, 0, 0, Generator.MINIMAX)),
                new Case(
                        Bottleneck.GAUSSIAN,
                        2,
                        new GaussianLikelihood(1),
                        gan(0.6, 2, 0.3, 1, Generator.NON_SATURATING)),
                new Case(Bottleneck.DETERMINISTIC, 1, new BernoulliLikelihood(), gan(1, 0, 0, 1, Generator.MINIMAX)),
                new Case(Bottleneck.DETERMINISTIC, 1, new BernoulliLikelihood(), gan(0, 1, 0, 2, Generator.MINIMAX)),
                new Case(
                        Bottleneck.GAUSSIAN,
                        1,
                        new BernoulliLikelihood(),
                        gan(1.7, 1.3, 0, 1, Generator.MINIMAX),
                        List.of(new Conv(2, 3, 1), new Dense(3))),
                new Case(
                        Bottleneck.GAUSSIAN,
                        1,
                        new BernoulliLikelihood(),
                        gan(1, 1, 0, 0, Generator.MINIMAX),
                        List.of(new Conv(2, 2, 1), new LayerNorm())));
    }

    private static INDArray batch(int seed, DataType type) {
        return Values.pixels(seed, type, seed % 4 == 3 ? 5 : 8, FEATURES);
    }

    private static boolean isDecoders(String layer) {
        return layer.startsWith("decoder-") || layer.startsWith("likelihood-");
    }

    /** The loss that the encoder follows alone. */
    private static double ofEncoder(LatentModel model, INDArray x) {
        CompiledGraph compiled = model.compiled();
        try {
            return compiled.reduce(compiled.forward(x, 0), 0).objectiveNats();
        } finally {
            compiled.end();
        }
    }

    /** The loss that the decoder follows alone: reconstructions and samples. */
    private static double ofDecoder(LatentModel model, INDArray x) {
        ElboTerms terms = model.compiled().gradient(x);
        return terms.objectiveNats() + terms.others().getOrDefault("ganSamples", 0.0);
    }

    /** Encoder and decoder: slopes of two losses; nothing for the discriminator. */
    @ParameterizedTest
    @MethodSource("cases")
    void encoderAndDecoderFollowTheirOwnLossesAlone(Case c) {
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        INDArray x = batch(1, DataType.DOUBLE);
        model.compiled().gradient(x);
        Map<String, double[]> found = Phases.gradients(model);
        for (Layer layer : model.graph().getLayers()) {
            double[] gradient = found.get(Phases.name(layer));
            if (gradient == null) {
                continue;
            }
            if (Phases.isDiscriminators(Phases.name(layer))) {
                assertThat(gradient).containsOnly(0);
            } else if (isDecoders(Phases.name(layer))) {
                Phases.assertSlopes(layer, gradient, 8, () -> ofDecoder(model, x));
            } else {
                Phases.assertSlopes(layer, gradient, 8, () -> ofEncoder(model, x));
            }
        }
    }

    /** The discriminator: slopes of its own loss; gradients of the model are left alone. */
    @ParameterizedTest
    @MethodSource("cases")
    void theDiscriminatorFollowsItsOwnLossAlone(Case c) {
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        GenerativePass pass = new GenerativePass(model.compiled(), model.roles(), c.term);
        INDArray x = batch(1, DataType.DOUBLE);
        model.graph().getFlattenedGradients().assign(123);
        pass.gradient(x);
        Map<String, double[]> found = Phases.gradients(model);
        for (Layer layer : model.graph().getLayers()) {
            double[] gradient = found.get(Phases.name(layer));
            if (gradient != null && Phases.isDiscriminators(Phases.name(layer))) {
                Phases.assertSlopes(layer, gradient, 8, () -> pass.gradient(x).nats());
            } else if (gradient != null) {
                assertThat(gradient).containsOnly(123);
            }
        }
        assertThat(pass.vertices()).contains("auxiliary-gan-1", "auxiliary-gan-2", "auxiliary-gan-logit");
        assertThat(pass.decoder()).contains("decoder-1").noneMatch(vertex -> vertex.startsWith("encoder-"));
    }

    /** Losses written out with matrices: a code has no noise, so that E[x|z] is the model's reconstruction. */
    @Test
    void lossesAreThoseOfThePaper() {
        GanTerm term = gan(1.7, 1.3, 0, 1, Generator.MINIMAX);
        Case c = new Case(Bottleneck.DETERMINISTIC, 1, new BernoulliLikelihood(), term);
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        INDArray x = batch(1, DataType.DOUBLE);
        INDArray made = model.reconstruct(x);
        double distance = 0;
        double reconstructed = 0;
        double real = 0;
        for (int e = 0; e < 8; e++) {
            double[] ofExample = hidden(model, x, e);
            double[] ofMade = hidden(model, made, e);
            for (int j = 0; j < ofMade.length; j++) {
                distance += (ofMade[j] - ofExample[j]) * (ofMade[j] - ofExample[j]) / 2 / 8;
            }
            reconstructed += Math.log(1 - probability(model, ofMade)) / 8;
            real += Math.log(probability(model, ofExample)) / 8;
        }
        assertThat(ofEncoder(model, x)).isCloseTo(0.8 * distance, within(1e-12));
        ElboTerms terms = model.compiled().gradient(x);
        assertThat(terms.others().get("ganEncoder")).isCloseTo(0.8 * distance, within(1e-12));
        assertThat(terms.objectiveNats()).isCloseTo(1.7 * 0.8 * distance + 1.3 * reconstructed, within(1e-12));
        assertThat(terms.others().get("ganReal")).isCloseTo(-real, within(1e-12));
        // In the minimax game the decoder minimises what the discriminator maximises of its samples.
        assertThat(terms.others().get("ganSamples"))
                .isCloseTo(-1.3 * terms.others().get("ganSampled"), within(1e-12));
        DataDiscrimination found = new GenerativePass(model.compiled(), model.roles(), term).gradient(x);
        assertThat(found.realNats()).isCloseTo(-real, within(1e-12));
        assertThat(found.reconstructedNats()).isCloseTo(-reconstructed, within(1e-12));
    }

    private static double[] hidden(LatentModel model, INDArray data, int row) {
        return dense(model, "auxiliary-gan-1", Values.of(data.getRow(row, true)), 0.2);
    }

    /** P(real). */
    private static double probability(LatentModel model, double[] hidden) {
        double[] second = dense(model, "auxiliary-gan-2", hidden, 0.2);
        return 1 / (1 + Math.exp(-dense(model, "auxiliary-gan-logit", second, 1)[0]));
    }

    private static double[] dense(LatentModel model, String layer, double[] input, double slope) {
        INDArray weights = model.graph().getLayer(layer).getParam("W");
        INDArray bias = model.graph().getLayer(layer).getParam("b");
        double[] output = new double[(int) weights.size(1)];
        for (int j = 0; j < output.length; j++) {
            output[j] = bias.getDouble(j);
            for (int i = 0; i < input.length; i++) {
                output[j] += input[i] * weights.getDouble(i, j);
            }
            output[j] = output[j] > 0 ? output[j] : slope * output[j];
        }
        return output;
    }

    private static void train(LatentModel model, int to, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            for (int i = 0; i < to; i++) {
                step.apply(batch(i, model.graph().params().dataType()));
            }
        }
    }

    /** Pixels alone are a VAE or an autoencoder: parameters of the model to the bit. */
    @ParameterizedTest
    @MethodSource("cases")
    void withPixelsAloneTheModelIsTrainedAsIfTheTermWereNotThere(Case c) {
        GanTerm none = new GanTerm(1, 0, 0, 1, List.of(4), 0, Generator.MINIMAX, Math.log(2), 0, 5);
        LatentModel with = new Case(c.bottleneck, c.draws, c.likelihood, none).model(ADAM, DataType.FLOAT);
        LatentModel without = model(c, List.of(), ADAM, DataType.FLOAT);
        train(with, 8, 1);
        train(without, 8, 1);
        Phases.assertHasThoseOf(without, with);
    }

    /** Without the adversarial weight the discriminator still learns, and nothing is sampled for the decoder. */
    @Test
    void withoutTheAdversarialWeightTheDecoderFollowsFeaturesAlone() {
        Case c = new Case(Bottleneck.DETERMINISTIC, 1, new BernoulliLikelihood(), gan(1, 0, 0, 1, Generator.MINIMAX));
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        INDArray x = batch(1, DataType.DOUBLE);
        assertThat(ofDecoder(model, x)).isEqualTo(ofEncoder(model, x));
        assertThat(model.compiled().gradient(x).others()).containsOnlyKeys("gan", "ganEncoder");
        Map<String, double[]> before = Phases.parameters(model);
        train(model, 1, 1);
        assertThat(Phases.moved(before, Phases.parameters(model)))
                .contains("auxiliary-gan-logit", "decoder-1", "encoder-1");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void workersShareTheModelsPhase(Case c) {
        LatentModel one = c.model(DESCENT, DataType.DOUBLE);
        LatentModel two = c.model(DESCENT, DataType.DOUBLE);
        train(one, 5, 1);
        train(two, 5, 2);
        assertThat(Values.of(two.graph().params()))
                .containsExactly(Values.of(one.graph().params()), within(1e-12));
    }

    /** Beside a term that looks at the whole batch, whose parts are gathered. */
    @ParameterizedTest
    @MethodSource("cases")
    void workersShareItBesideATermOfTheWholeBatch(Case c) {
        LatentModel one = c.model(DESCENT, DataType.DOUBLE, new MmdTerm());
        LatentModel two = c.model(DESCENT, DataType.DOUBLE, new MmdTerm());
        train(one, 5, 1);
        train(two, 5, 2);
        assertThat(Values.of(two.graph().params()))
                .containsExactly(Values.of(one.graph().params()), within(1e-12));
    }

    /** Kept to cross-entropies of equilibrium ± 0.16. */
    private static Case gated(double equilibrium) {
        GanTerm term = new GanTerm(1, 1, 1, 0, List.of(4), 0, Generator.MINIMAX, equilibrium, 0.16, 5);
        return new Case(Bottleneck.GAUSSIAN, 1, new BernoulliLikelihood(), term);
    }

    /** By the values that the step reports; the encoder never pauses. */
    @ParameterizedTest
    @CsvSource({"0.66, decoder", "0.9, discriminator"})
    void decoderAndDiscriminatorPauseByTheEquilibrium(double equilibrium, String pausing) {
        LatentModel model = gated(equilibrium).model(ADAM, DataType.DOUBLE);
        Set<String> seen = new HashSet<>();
        int[] paused = new int[2];
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = 0; i < 40; i++) {
                Map<String, double[]> before = Phases.parameters(model);
                Map<String, Double> told = step.apply(batch(i, DataType.DOUBLE)).others();
                Set<String> moved = Phases.moved(before, Phases.parameters(model));
                boolean strong = Math.min(told.get("ganReal"), told.get("ganSampled")) < equilibrium - 0.16;
                boolean weak = Math.max(told.get("ganReal"), told.get("ganSampled")) > equilibrium + 0.16;
                assertThat(told.get("ganDecoderLearns")).isEqualTo(!weak || strong ? 1 : 0);
                assertThat(told.get("ganLearns")).isEqualTo(!strong || weak ? 1 : 0);
                assertThat(moved.stream().anyMatch(GenerativeTrainingTest::isDecoders))
                        .isEqualTo(told.get("ganDecoderLearns") == 1);
                assertThat(moved.stream().anyMatch(Phases::isDiscriminators)).isEqualTo(told.get("ganLearns") == 1);
                assertThat(moved).contains("encoder-1", "posterior");
                paused[0] += told.get("ganDecoderLearns") == 1 ? 0 : 1;
                paused[1] += told.get("ganLearns") == 1 ? 0 : 1;
                seen.add("decoder " + told.get("ganDecoderLearns"));
                seen.add("discriminator " + told.get("ganLearns"));
            }
        }
        assertThat(seen).contains(pausing + " 0.0", pausing + " 1.0");
        // What Adam does not count.
        assertThat(MissedSteps.of(model.graph(), "decoder-1").count()).isEqualTo(paused[0]);
        assertThat(MissedSteps.of(model.graph(), "auxiliary-gan-1").count()).isEqualTo(paused[1]);
    }

    /** Through a file in the middle of an epoch, with pauses before and behind it. */
    @Test
    void resumesToTheBit(@TempDir Path folder) throws IOException {
        List<INDArray> data =
                IntStream.range(0, 5).mapToObj(i -> batch(i, DataType.FLOAT)).toList();
        Phases.Resumed found = Phases.resumed(() -> gated(0.66).model(ADAM, DataType.FLOAT), data, 12, 4, folder);
        ElboTerms end = found.end();
        LatentModel loaded = found.model();
        assertThat(end.others())
                .containsOnlyKeys(
                        "gan",
                        "ganEncoder",
                        "ganSamples",
                        "ganReal",
                        "ganSampled",
                        "ganDecoderLearns",
                        "ganDiscriminator",
                        "ganAccuracy",
                        "ganLearns");
        assertThat(end.others().get("ganDecoderLearns") + end.others().get("ganLearns"))
                .isLessThan(2);
        assertThat(loaded.decoder().decode(loaded.location(data.get(0)))).isEqualTo(loaded.reconstruct(data.get(0)));
    }

    @Test
    void aConvolutionalDiscriminatorShowsItsFeatures() {
        Case c = cases().skip(4).findFirst().orElseThrow();
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        ConvolutionBlock block = (ConvolutionBlock)
                model.graph().getLayer("auxiliary-gan-1").conf().getLayer();
        assertThat(block.getChannels()).isEqualTo(2);
        INDArray x = batch(1, DataType.DOUBLE);
        model.compiled().gradient(x);
        // Two channels of 2 × 3 pixels, and the logit.
        assertThat(model.lastBatch().ofData("gan").count()).isEqualTo(13);
        assertThat(model.lastBatch().auxiliary("gan").count()).isEqualTo(13);
    }

    @Test
    void refusesBlocksThatLookAtABatch() {
        Case c = new Case(
                Bottleneck.GAUSSIAN,
                1,
                new BernoulliLikelihood(),
                gan(1, 1, 0, 0, Generator.MINIMAX),
                List.of(new Dense(4), new BatchNorm()));
        assertThatThrownBy(() -> c.model(ADAM, DataType.FLOAT))
                .hasMessageContaining("model.discriminator: found that \"auxiliary-gan-2\" draws noise or depends on the"
                        + " batch as a whole");
        Case deep = new Case(
                Bottleneck.GAUSSIAN,
                1,
                new BernoulliLikelihood(),
                gan(1, 1, 0, 2, Generator.MINIMAX),
                List.of(new Dense(4)));
        assertThatThrownBy(() -> deep.model(ADAM, DataType.FLOAT))
                .hasMessageContaining("found layer 2 of gan with 1 hidden layers");
    }

    @Test
    void refusesALikelihoodWithoutAMeanOfItsFirstParameter() {
        Case c = new Case(
                Bottleneck.GAUSSIAN, 1, new ContinuousBernoulliLikelihood(), gan(1, 1, 0, 0, Generator.MINIMAX));
        assertThatThrownBy(() -> c.model(ADAM, DataType.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found gan with model.likelihood=continuous_bernoulli")
                .hasMessageContaining("set model.likelihood=bernoulli or gaussian");
    }
}
