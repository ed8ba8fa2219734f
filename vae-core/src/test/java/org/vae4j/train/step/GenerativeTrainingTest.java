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

/** Training of VAE-GANs: the losses of encoder, decoder and discriminator, pauses, workers and files. */
class GenerativeTrainingTest {

    private static final int FEATURES = 6;
    /** A value that no gradient has by chance. */
    private static final double UNTOUCHED = 123;

    private static final IUpdater ADAM = FlushingAdam.withLearningRate(0.01);
    private static final double MARGIN = 0.16;
    private static final IUpdater DESCENT = new MomentumSgd(new ConstantRate(0.01), 0);

    /** A model with a GAN term. */
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

    private static boolean belongsToDecoder(String layer) {
        return layer.startsWith("decoder-") || layer.startsWith("likelihood-");
    }

    /** The loss that the encoder minimises. */
    private static double encoderLoss(LatentModel model, INDArray x) {
        CompiledGraph compiled = model.compiled();
        try {
            return compiled.reduce(compiled.forward(x, 0), 0).objectiveNats();
        } finally {
            compiled.end();
        }
    }

    /** The loss that the decoder minimises, of reconstructions and of samples. */
    private static double decoderLoss(LatentModel model, INDArray x) {
        ElboTerms terms = model.compiled().gradient(x);
        return terms.objectiveNats() + terms.others().getOrDefault("ganSamples", 0.0);
    }

    /** The gradients match finite differences of the two losses; those of the discriminator are zero. */
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
            if (Phases.belongsToDiscriminator(Phases.name(layer))) {
                assertThat(gradient).containsOnly(0);
            } else if (belongsToDecoder(Phases.name(layer))) {
                Phases.assertSlopes(layer, gradient, 8, () -> decoderLoss(model, x));
            } else {
                Phases.assertSlopes(layer, gradient, 8, () -> encoderLoss(model, x));
            }
        }
    }

    /** The gradients match finite differences of its loss; those of the model keep their values. */
    @ParameterizedTest
    @MethodSource("cases")
    void discriminatorFollowsItsOwnLossAlone(Case c) {
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        GenerativePass pass = new GenerativePass(model.compiled(), model.roles(), c.term);
        INDArray x = batch(1, DataType.DOUBLE);
        model.graph().getFlattenedGradients().assign(UNTOUCHED);
        pass.gradient(x);
        Map<String, double[]> found = Phases.gradients(model);
        for (Layer layer : model.graph().getLayers()) {
            double[] gradient = found.get(Phases.name(layer));
            if (gradient != null && Phases.belongsToDiscriminator(Phases.name(layer))) {
                Phases.assertSlopes(layer, gradient, 8, () -> pass.gradient(x).nats());
            } else if (gradient != null) {
                assertThat(gradient).containsOnly(UNTOUCHED);
            }
        }
        assertThat(pass.vertices()).contains("auxiliary-gan-1", "auxiliary-gan-2", "auxiliary-gan-logit");
        assertThat(pass.decoder()).contains("decoder-1").noneMatch(vertex -> vertex.startsWith("encoder-"));
    }

    /** The losses are written out here; a deterministic code has no noise, so that E[x|z] is the reconstruction. */
    @Test
    void lossesHaveTheirFormulas() {
        GanTerm term = gan(1.7, 1.3, 0, 1, Generator.MINIMAX);
        Case c = new Case(Bottleneck.DETERMINISTIC, 1, new BernoulliLikelihood(), term);
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        INDArray x = batch(1, DataType.DOUBLE);
        INDArray reconstruction = model.reconstruct(x);
        double distance = 0;
        double reconstructed = 0;
        double real = 0;
        for (int e = 0; e < 8; e++) {
            double[] ofExample = hidden(model, x, e);
            double[] ofReconstruction = hidden(model, reconstruction, e);
            for (int j = 0; j < ofReconstruction.length; j++) {
                distance += (ofReconstruction[j] - ofExample[j]) * (ofReconstruction[j] - ofExample[j]) / 2 / 8;
            }
            reconstructed += Math.log(1 - probability(model, ofReconstruction)) / 8;
            real += Math.log(probability(model, ofExample)) / 8;
        }
        assertThat(encoderLoss(model, x)).isCloseTo(0.8 * distance, within(1e-12));
        ElboTerms terms = model.compiled().gradient(x);
        assertThat(terms.others().get("ganEncoder")).isCloseTo(0.8 * distance, within(1e-12));
        assertThat(terms.objectiveNats()).isCloseTo(1.7 * 0.8 * distance + 1.3 * reconstructed, within(1e-12));
        assertThat(terms.others().get("ganReal")).isCloseTo(-real, within(1e-12));
        // In the minimax game the decoder minimises the term that the discriminator maximises.
        assertThat(terms.others().get("ganSamples"))
                .isCloseTo(-1.3 * terms.others().get("ganSampled"), within(1e-12));
        DataDiscrimination found = new GenerativePass(model.compiled(), model.roles(), term).gradient(x);
        assertThat(found.realNats()).isCloseTo(-real, within(1e-12));
        assertThat(found.reconstructedNats()).isCloseTo(-reconstructed, within(1e-12));
    }

    /** The activations of the discriminator's first layer for one row. */
    private static double[] hidden(LatentModel model, INDArray data, int row) {
        return dense(model, "auxiliary-gan-1", Values.of(data.getRow(row, true)), 0.2);
    }

    /** P(real) from the activations of the first layer. */
    private static double probability(LatentModel model, double[] hidden) {
        double[] second = dense(model, "auxiliary-gan-2", hidden, 0.2);
        return 1 / (1 + Math.exp(-dense(model, "auxiliary-gan-logit", second, 1)[0]));
    }

    /** A fully connected layer with leaky ReLU. */
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

    /** The loss of pixels alone is that of a VAE or of an autoencoder. */
    @ParameterizedTest
    @MethodSource("cases")
    void modelWithPixelsAloneTrainsToTheBitsOfTheModelWithoutTheTerm(Case c) {
        GanTerm none = new GanTerm(1, 0, 0, 1, List.of(4), 0, Generator.MINIMAX, Math.log(2), 0, 5);
        LatentModel with = new Case(c.bottleneck, c.draws, c.likelihood, none).model(ADAM, DataType.FLOAT);
        LatentModel without = model(c, List.of(), ADAM, DataType.FLOAT);
        train(with, 8, 1);
        train(without, 8, 1);
        Phases.assertHasParametersOf(without, with);
    }

    /** The discriminator still learns, and no samples are drawn for the decoder. */
    @Test
    void decoderWithoutAnAdversarialWeightFollowsTheFeaturesAlone() {
        Case c = new Case(Bottleneck.DETERMINISTIC, 1, new BernoulliLikelihood(), gan(1, 0, 0, 1, Generator.MINIMAX));
        LatentModel model = c.model(ADAM, DataType.DOUBLE);
        INDArray x = batch(1, DataType.DOUBLE);
        assertThat(decoderLoss(model, x)).isEqualTo(encoderLoss(model, x));
        assertThat(model.compiled().gradient(x).others()).containsOnlyKeys("gan", "ganEncoder");
        Map<String, double[]> before = Phases.parameters(model);
        train(model, 1, 1);
        assertThat(Phases.moved(before, Phases.parameters(model)))
                .contains("auxiliary-gan-logit", "decoder-1", "encoder-1");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void twoWorkersTrainToTheParametersOfOne(Case c) {
        LatentModel one = c.model(DESCENT, DataType.DOUBLE);
        LatentModel two = c.model(DESCENT, DataType.DOUBLE);
        train(one, 5, 1);
        train(two, 5, 2);
        assertThat(Values.of(two.graph().params()))
                .containsExactly(Values.of(one.graph().params()), within(1e-12));
    }

    /** The parts of the batch are gathered for a term of the whole batch. */
    @ParameterizedTest
    @MethodSource("cases")
    void twoWorkersTrainToTheParametersOfOneWithATermOfTheWholeBatch(Case c) {
        LatentModel one = c.model(DESCENT, DataType.DOUBLE, new MmdTerm());
        LatentModel two = c.model(DESCENT, DataType.DOUBLE, new MmdTerm());
        train(one, 5, 1);
        train(two, 5, 2);
        assertThat(Values.of(two.graph().params()))
                .containsExactly(Values.of(one.graph().params()), within(1e-12));
    }

    /**
     * A model whose decoder or discriminator pauses when the cross-entropies leave the equilibrium ± {@link #MARGIN}.
     */
    private static Case gated(double equilibrium) {
        GanTerm term = new GanTerm(1, 1, 1, 0, List.of(4), 0, Generator.MINIMAX, equilibrium, MARGIN, 5);
        return new Case(Bottleneck.GAUSSIAN, 1, new BernoulliLikelihood(), term);
    }

    /** The gates are computed here from the values that the step reports; the encoder never pauses. */
    @ParameterizedTest
    @CsvSource({"0.66, decoder", "0.9, discriminator"})
    void decoderAndDiscriminatorPauseByTheEquilibrium(double equilibrium, String pausing) {
        LatentModel model = gated(equilibrium).model(ADAM, DataType.DOUBLE);
        Set<String> states = new HashSet<>();
        int[] paused = new int[2];
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = 0; i < 40; i++) {
                Map<String, double[]> before = Phases.parameters(model);
                Map<String, Double> reported =
                        step.apply(batch(i, DataType.DOUBLE)).others();
                Set<String> moved = Phases.moved(before, Phases.parameters(model));
                boolean strong = Math.min(reported.get("ganReal"), reported.get("ganSampled")) < equilibrium - MARGIN;
                boolean weak = Math.max(reported.get("ganReal"), reported.get("ganSampled")) > equilibrium + MARGIN;
                assertThat(reported.get("ganDecoderLearns")).isEqualTo(!weak || strong ? 1 : 0);
                assertThat(reported.get("ganLearns")).isEqualTo(!strong || weak ? 1 : 0);
                assertThat(moved.stream().anyMatch(GenerativeTrainingTest::belongsToDecoder))
                        .isEqualTo(reported.get("ganDecoderLearns") == 1);
                assertThat(moved.stream().anyMatch(Phases::belongsToDiscriminator))
                        .isEqualTo(reported.get("ganLearns") == 1);
                assertThat(moved).contains("encoder-1", "posterior");
                paused[0] += reported.get("ganDecoderLearns") == 1 ? 0 : 1;
                paused[1] += reported.get("ganLearns") == 1 ? 0 : 1;
                states.add("decoder " + reported.get("ganDecoderLearns"));
                states.add("discriminator " + reported.get("ganLearns"));
            }
        }
        assertThat(states).contains(pausing + " 0.0", pausing + " 1.0");
        // Adam's bias correction does not count missed steps.
        assertThat(MissedSteps.of(model.graph(), "decoder-1").count()).isEqualTo(paused[0]);
        assertThat(MissedSteps.of(model.graph(), "auxiliary-gan-1").count()).isEqualTo(paused[1]);
    }

    /** The file is written within an epoch, and there are pauses before and after it. */
    @Test
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(@TempDir Path folder) throws IOException {
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
    void featuresOfAConvolutionalDiscriminatorAreItsChannels() {
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
    void refusesADiscriminatorWithBatchNormalisation() {
        Case c = new Case(
                Bottleneck.GAUSSIAN,
                1,
                new BernoulliLikelihood(),
                gan(1, 1, 0, 0, Generator.MINIMAX),
                List.of(new Dense(4), new BatchNorm()));
        assertThatThrownBy(() -> c.model(ADAM, DataType.FLOAT))
                .hasMessageContaining(
                        "model.discriminator: found that \"auxiliary-gan-2\" draws noise or depends on the"
                                + " batch as a whole");
    }

    @Test
    void refusesFeaturesOfALayerThatTheDiscriminatorLacks() {
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
