package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.AuxiliaryPass;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.AdversarialPriorTerm;
import org.vae4j.objective.term.FactorTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.FlushingAdam;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.MomentumSgd;
import org.vae4j.update.optimiser.GroupDecay;
import org.vae4j.update.optimiser.GroupOptimiser;
import org.vae4j.update.optimiser.Optimiser;
import org.vae4j.update.optimiser.ParameterGroup;

/** Training of models with a discriminator: the gradients and updates of both phases, gates, workers and files. */
class AdversarialTrainingTest {

    private static final int FEATURES = 6;
    private static final IUpdater ADAM = FlushingAdam.withLearningRate(0.01);
    /** A value that no gradient has by chance. */
    private static final double UNTOUCHED = 123;

    private static final double CORRELATION = 0.9;

    /** A model with an adversarial term. */
    private record Case(Bottleneck bottleneck, int draws, AdversarialTerm term) {

        LatentModel model(Optimiser optimiser, DataType type) {
            return AdversarialTrainingTest.model(this, List.of(term), optimiser, type);
        }

        @Override
        public String toString() {
            return term.name() + " on " + bottleneck;
        }
    }

    private static LatentModel model(Case c, List<Term> terms, Optimiser optimiser, DataType type) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(5),
                2,
                List.of(4),
                Nonlinearity.TANH,
                c.bottleneck,
                new BernoulliLikelihood(),
                new ComposedObjective(new ElboReducer(), null, terms),
                c.draws);
        return LatentModel.create(spec, optimiser, 3, type);
    }

    private static Stream<Case> cases(double weight) {
        return Stream.of(
                new Case(Bottleneck.GAUSSIAN, 2, new FactorTerm(weight, List.of(4, 3), 1, 5)),
                new Case(Bottleneck.GAUSSIAN, 1, new AdversarialPriorTerm(weight, List.of(4, 3), 1, 5)),
                new Case(Bottleneck.DETERMINISTIC, 1, new AdversarialPriorTerm(weight, List.of(4), 1, 5)));
    }

    static Stream<Case> weighted() {
        return cases(7);
    }

    static Stream<Case> weightless() {
        return cases(0);
    }

    private static INDArray batch(int seed, DataType type) {
        return Values.pixels(seed, type, seed % 4 == 3 ? 5 : 8, FEATURES);
    }

    /** The gradient of the objective for encoder and decoder, and zeros for the discriminator. */
    @ParameterizedTest
    @MethodSource("weighted")
    void gradientOfTheModelMatchesFiniteDifferencesOfItsOwnLoss(Case c) {
        LatentModel model = c.model(Optimiser.of(ADAM), DataType.DOUBLE);
        INDArray x = batch(1, DataType.DOUBLE);
        ElboTerms terms = model.compiled().gradient(x);
        assertThat(terms.others().get(c.term.name())).isNotZero();
        Map<String, double[]> found = Phases.gradients(model);
        for (Layer layer : model.graph().getLayers()) {
            double[] gradient = found.get(Phases.name(layer));
            if (gradient != null && Phases.belongsToDiscriminator(Phases.name(layer))) {
                assertThat(gradient).containsOnly(0);
            } else if (gradient != null) {
                Phases.assertSlopes(
                        layer, gradient, 8, () -> model.compiled().gradient(x).objectiveNats());
            }
        }
    }

    /**
     * The gradient of the discriminator's loss for its own parameters. Those of encoder and decoder keep their
     * gradients, although the loss depends on the encoder.
     */
    @ParameterizedTest
    @MethodSource("weighted")
    void gradientOfTheDiscriminatorMatchesFiniteDifferencesOfItsOwnLoss(Case c) {
        LatentModel model = c.model(Optimiser.of(ADAM), DataType.DOUBLE);
        AuxiliaryPass pass = new AuxiliaryPass(model.compiled(), model.roles(), c.term);
        INDArray x = batch(1, DataType.DOUBLE);
        INDArray others = batch(3, DataType.DOUBLE);
        model.graph().getFlattenedGradients().assign(UNTOUCHED);
        DoubleSupplier loss = () -> pass.gradient(x, others).nats();
        double before = loss.getAsDouble();
        Map<String, double[]> found = Phases.gradients(model);
        for (Layer layer : model.graph().getLayers()) {
            double[] gradient = found.get(Phases.name(layer));
            if (gradient != null && Phases.belongsToDiscriminator(Phases.name(layer))) {
                Phases.assertSlopes(layer, gradient, pass.latents(), loss);
            } else if (gradient != null) {
                assertThat(gradient).containsOnly(UNTOUCHED);
            }
        }
        assertThat(pass.latents()).isEqualTo(8 * c.draws);
        model.graph().getLayer("encoder-1").params().addi(0.1);
        assertThat(loss.getAsDouble()).isNotEqualTo(before);
        assertThat(pass.vertices()).isNotEmpty().allMatch(name -> name.startsWith("auxiliary-" + c.term.name() + "-"));
    }

    @ParameterizedTest
    @MethodSource("weighted")
    void updateOfAPhaseMovesItsOwnGroupAlone(Case c) {
        LatentModel model = c.model(Optimiser.of(ADAM), DataType.DOUBLE);
        try (WorkerThreads threads = new WorkerThreads(1)) {
            ParallelGradient parallel = new ParallelGradient(model, threads);
            AuxiliaryPass pass = new AuxiliaryPass(model.compiled(), model.roles(), c.term);
            Map<String, double[]> start = Phases.parameters(model);
            INDArray x = batch(1, DataType.DOUBLE);
            parallel.compute(x);
            new ParameterUpdate(model.graph(), UpdatedLayers.allBut(model.graph(), pass.vertices()), parallel, threads)
                    .apply(8);
            Map<String, double[]> middle = Phases.parameters(model);
            new DiscriminatorPhase(model.graph(), pass, parallel, threads).apply(x, x, Map.of());
            Map<String, double[]> end = Phases.parameters(model);
            start.forEach((layer, values) -> {
                boolean discriminator = layer.startsWith("auxiliary-");
                assertThat(Arrays.equals(middle.get(layer), values)).as(layer).isEqualTo(discriminator);
                assertThat(Arrays.equals(end.get(layer), middle.get(layer)))
                        .as(layer)
                        .isEqualTo(!discriminator);
            });
        }
    }

    private static int missed(LatentModel model, String layer) {
        return MissedSteps.of(model.graph(), layer).count();
    }

    @Test
    void discriminatorPausesWhileItsGateIsClosed() {
        Case c = new Case(Bottleneck.GAUSSIAN, 1, new FactorTerm(1, List.of(4), 0.6, 5));
        LatentModel model = c.model(Optimiser.of(ADAM), DataType.DOUBLE);
        int paused = 0;
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = 0; i < 20; i++) {
                Map<String, double[]> before = Phases.parameters(model);
                Map<String, Double> reported = step.apply(batch(i, DataType.DOUBLE), batch(i + 1, DataType.DOUBLE))
                        .others();
                boolean open = reported.get("factorAccuracy") <= 0.6;
                assertThat(reported).containsEntry("factorLearns", open ? 1.0 : 0.0);
                Map<String, double[]> after = Phases.parameters(model);
                before.forEach((layer, values) -> assertThat(Arrays.equals(after.get(layer), values))
                        .isEqualTo(layer.startsWith("auxiliary-") && !open));
                paused += open ? 0 : 1;
            }
        }
        assertThat(paused).isBetween(1, 19);
        // Adam's bias correction does not count missed steps.
        assertThat(missed(model, "auxiliary-factor-1")).isEqualTo(paused);
        assertThat(missed(model, "encoder-1")).isZero();
    }

    private static void train(LatentModel model, int from, int to, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            for (int i = from; i < to; i++) {
                DataType type = model.graph().params().dataType();
                step.apply(batch(i, type), batch(i + 1, type));
            }
        }
    }

    /** γ = 0 gives a VAE, and the weight 0 an autoencoder. */
    @ParameterizedTest
    @MethodSource("weightless")
    void modelWithAWeightlessTermTrainsToTheBitsOfTheModelWithoutIt(Case c) {
        LatentModel with = c.model(Optimiser.of(ADAM), DataType.FLOAT);
        LatentModel without = model(c, List.of(), Optimiser.of(ADAM), DataType.FLOAT);
        for (int steps = 0; steps < 2; steps++) {
            Phases.assertHasParametersOf(without, with);
            train(with, 0, 5, 1);
            train(without, 0, 5, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("weightless")
    void fanInInitialisationOfTheModelDoesNotDependOnTheTerm(Case c) {
        LatentModel with = c.model(Optimiser.of(ADAM), DataType.FLOAT);
        LatentModel without = model(c, List.of(), Optimiser.of(ADAM), DataType.FLOAT);
        with.drawByFanIn(7);
        without.drawByFanIn(7);
        Phases.assertHasParametersOf(without, with);
    }

    /** The discriminator's layers lie between the decoder's in the order in which the network runs. */
    @ParameterizedTest
    @MethodSource("weightless")
    void initialWeightsOfTheModelDoNotDependOnTheTerm(Case c) {
        LatentModel with = c.model(Optimiser.of(ADAM), DataType.FLOAT);
        LatentModel without = model(c, List.of(), Optimiser.of(ADAM), DataType.FLOAT);
        List<String> order = with.graph().getConfiguration().getTopologicalOrderStr();
        assertThat(order.indexOf("auxiliary-" + c.term.name() + "-1"))
                .isBetween(order.indexOf("decoder-1"), order.indexOf("likelihood-parameters"));
        Phases.assertHasParametersOf(without, with);
    }

    @ParameterizedTest
    @MethodSource("weighted")
    void twoWorkersTrainToTheParametersOfOne(Case c) {
        LatentModel one = c.model(Optimiser.of(new MomentumSgd(new ConstantRate(0.01), 0)), DataType.DOUBLE);
        LatentModel two = c.model(Optimiser.of(new MomentumSgd(new ConstantRate(0.01), 0)), DataType.DOUBLE);
        train(one, 0, 5, 1);
        train(two, 0, 5, 2);
        assertThat(Values.of(two.graph().params()))
                .containsExactly(Values.of(one.graph().params()), within(1e-12));
    }

    /** The file is written within an epoch; the optimiser has weight decay, clipping and a group of its own. */
    @ParameterizedTest
    @MethodSource("weighted")
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(Case c, @TempDir Path folder) throws IOException {
        Optimiser optimiser = Optimiser.of(ADAM, new GroupDecay(ParameterGroup.DECODER, GroupDecay.Form.L2, 0.1))
                .withGroups(List.of(new GroupOptimiser(
                        ParameterGroup.auxiliary(c.term.name()),
                        Optimiser.of(new ClippedUpdater(
                                new MomentumSgd(new ConstantRate(0.1), 0.9), ClipNorm.global(0.2))))));
        List<INDArray> data =
                IntStream.range(0, 5).mapToObj(i -> batch(i, DataType.FLOAT)).toList();
        Phases.Resumed found = Phases.resumed(() -> c.model(optimiser, DataType.FLOAT), data, 7, 2, folder);
        assertThat(found.end().others())
                .containsOnlyKeys(
                        c.term.name(),
                        c.term.name() + "Discriminator",
                        c.term.name() + "Accuracy",
                        c.term.name() + "LogRatio");
        LatentModel loaded = found.model();
        assertThat(loaded.decoder().decode(loaded.location(data.get(0)))).isEqualTo(loaded.reconstruct(data.get(0)));
    }

    /**
     * A linear encoder passes x ~ N(0, S) on as z, with unit variances and the correlation ρ = 0.9. The discriminator
     * alone is trained; its mean log-ratio approaches the total correlation, -½ log(1 - ρ²) = 0.83 nats, as far as its
     * 16 units allow.
     */
    @Test
    void trainedDiscriminatorEstimatesTheTotalCorrelationOfAGaussian() {
        ModelSpec spec = new ModelSpec(
                2,
                List.of(),
                2,
                List.of(),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new GaussianLikelihood(1),
                new ComposedObjective(new ElboReducer(), null, List.of(new FactorTerm(1, List.of(16), 1, 5))));
        LatentModel model = LatentModel.create(spec, ADAM, 4, DataType.DOUBLE);
        Layer head = model.graph().getLayer("posterior");
        head.getParam("W").assign(0).putScalar(0, 0, 1).putScalar(1, 1, 1);
        head.getParam("b").assign(0).putScalar(2, -30).putScalar(3, -30);
        int steps = 900;
        int averaged = 100;
        double mean = 0;
        try (WorkerThreads threads = new WorkerThreads(1)) {
            AuxiliaryPass pass = new AuxiliaryPass(
                    model.compiled(),
                    model.roles(),
                    spec.objective().adversaries().get(0));
            DiscriminatorPhase phase =
                    new DiscriminatorPhase(model.graph(), pass, new ParallelGradient(model, threads), threads);
            for (int i = 0; i < steps; i++) {
                model.graph().getConfiguration().setIterationCount(i);
                double ratio = phase.apply(correlated(i), correlated(i + 5000), Map.of())
                        .get("factorLogRatio");
                mean += i >= steps - averaged ? ratio / averaged : 0;
            }
        }
        assertThat(mean).isCloseTo(-0.5 * Math.log(1 - CORRELATION * CORRELATION), within(0.08));
    }

    private static INDArray correlated(int seed) {
        INDArray x = Values.normal(seed, DataType.DOUBLE, 200, 2, 1);
        x.getColumn(1)
                .muli(Math.sqrt(1 - CORRELATION * CORRELATION))
                .addi(x.getColumn(0).mul(CORRELATION));
        return x;
    }

    /** In a network of the user's own the output layer names the discriminator's vertex. */
    @Test
    void discriminatorIsFoundByItsRole() {
        Case c = new Case(Bottleneck.GAUSSIAN, 1, new FactorTerm(3, List.of(4), 1, 5));
        LatentModel usual = c.model(Optimiser.of(ADAM), DataType.DOUBLE);
        ComputationGraphConfiguration renamed = ComputationGraphConfiguration.fromJson(usual.graph()
                .getConfiguration()
                .toJson()
                .replace("auxiliary-factor-1", "critic-1")
                .replace("auxiliary-factor-ratio", "critic-2"));
        NeuralNetConfiguration layer = ((LayerVertex) renamed.getVertices().get("objective")).getLayerConf();
        layer.setLayer(((VariationalOutputLayer) layer.getLayer()).withRoles(Map.of("auxiliary.factor", "critic-2")));
        ComputationGraph graph = new ComputationGraph(renamed);
        graph.init(usual.graph().params().dup(), false);
        LatentModel own = LatentModel.of(graph);
        train(own, 0, 3, 1);
        train(usual, 0, 3, 1);
        assertThat(Values.of(own.graph().params()))
                .isEqualTo(Values.of(usual.graph().params()));
    }

    @ParameterizedTest
    @MethodSource("weighted")
    void refusesDl4jsFit(Case c) {
        LatentModel model = c.model(Optimiser.of(ADAM), DataType.DOUBLE);
        INDArray x = batch(0, DataType.DOUBLE);
        assertThatThrownBy(() -> model.graph().fit(new DataSet(x, x)))
                .hasMessageContainingAll("several losses", "TrainingStep");
    }

    @Test
    void refusesTwoNetworksOfOneName() {
        Objective twice = new ComposedObjective(
                new ElboReducer(),
                null,
                List.of(new FactorTerm(1, List.of(3), 1, 1), new FactorTerm(2, List.of(3), 1, 2)));
        ModelSpec spec = new ModelSpec(
                6, List.of(4), 2, List.of(4), Nonlinearity.TANH, Bottleneck.GAUSSIAN, new BernoulliLikelihood(), twice);
        assertThatThrownBy(() -> LatentModel.create(spec, ADAM, 1))
                .hasMessage("found terms with the networks [factor, factor], expected different names: leave out"
                        + " one of the terms");
    }

    @Test
    void refusesUpdatersThatMoveAllLayersAtOnce() {
        Case c = weighted().findFirst().orElseThrow();
        assertThatThrownBy(() -> new TrainingStep(c.model(Optimiser.of(new Sgd(0.1)), DataType.DOUBLE)))
                .hasMessageContainingAll("trained in phases", "MomentumSgd");
    }
}
