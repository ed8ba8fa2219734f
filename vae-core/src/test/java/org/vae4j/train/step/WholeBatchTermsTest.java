package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.AdversarialPriorTerm;
import org.vae4j.objective.term.FactorTerm;
import org.vae4j.objective.term.FreeBitsTerm;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Models with objectives of a reducer and terms: workers, deterministic codes, files of version 0.1 and refusals. */
class WholeBatchTermsTest {

    private static final int FEATURES = 10;
    private static final double STEP = 1e-5;

    /** Every registered reducer with every registered term that is compatible. */
    static Stream<ComposedObjective> objectives() {
        return Registry.of(Reducer.class).prototypes().stream()
                .flatMap(reducer -> Registry.of(Term.class).prototypes().stream()
                        .map(WholeBatchTermsTest::small)
                        .map(term -> new ComposedObjective(reducer, new LinearWarmup(1.5, 20), List.of(term))))
                .filter(WholeBatchTermsTest::fits);
    }

    /** The term with a discriminator of a few units in place of thousands. */
    private static Term small(Term term) {
        if (term instanceof FactorTerm factor) {
            return new FactorTerm(factor.gamma(), List.of(5, 4), 1, 1);
        }
        return term instanceof AdversarialPriorTerm prior
                ? new AdversarialPriorTerm(prior.weight(), List.of(5, 4), 1, 1)
                : term;
    }

    private static boolean fits(ComposedObjective objective) {
        // PairTrainingTest covers these.
        if (objective.readsPairs()) {
            return false;
        }
        LatentPart part = LatentSpec.STANDARD.part(3);
        try {
            objective.require(part);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .startsWith("objective.terms: found ")
                    .contains(", expected ")
                    .doesNotContain("\n");
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void workersComputeTheGradientOfOneForAnyObjective(ComposedObjective objective) {
        assertWorkersAgree(model(objective, Bottleneck.GAUSSIAN, 3));
    }

    @Test
    void workersComputeTheGradientOfOneForAWassersteinAutoencoder() {
        assertWorkersAgree(model(wasserstein(), Bottleneck.DETERMINISTIC, 1));
    }

    /** The tolerance allows for sums of some ten terms in another order, relative to the largest derivative. */
    private static void assertWorkersAgree(LatentModel model) {
        INDArray x = Values.pixels(5, DataType.DOUBLE, 7, FEATURES);
        model.graph().getConfiguration().setIterationCount(7);
        ElboTerms whole = model.compiled().gradient(x);
        double[] expected = gradient(model);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int workers = 2; workers <= 3; workers++) {
            try (WorkerThreads threads = new WorkerThreads(workers)) {
                ParallelGradient parallel = new ParallelGradient(model, threads);
                ElboTerms terms = parallel.compute(x);
                parallel.all().sum();
                double[] first = gradient(model);
                assertThat(first).containsExactly(expected, within(1e-12 * Math.max(1, largest)));
                assertThat(terms.objectiveNats()).isCloseTo(whole.objectiveNats(), within(1e-12 * largest));
                assertThat(terms.others().keySet()).isEqualTo(whole.others().keySet());
                assertThat(terms.examples()).isEqualTo(7);
                parallel.compute(x);
                parallel.all().sum();
                assertThat(gradient(model)).containsExactly(first);
            }
        }
        assertThat(model.compiled().gradient(x)).isEqualTo(whole);
    }

    private static double[] gradient(LatentModel model) {
        return model.graph().getFlattenedGradients().dup().data().asDouble();
    }

    private static Objective wasserstein() {
        return new ComposedObjective(new ElboReducer(), null, List.of(new MmdTerm()));
    }

    @Test
    void objectiveOfAWassersteinAutoencoderIsReconstructionPlusMmd() {
        LatentModel model = model(wasserstein(), Bottleneck.DETERMINISTIC, 1);
        INDArray x = Values.pixels(5, DataType.DOUBLE, 6, FEATURES);
        ElboTerms terms = model.compiled().gradient(x);
        assertThat(terms.klNats()).isZero();
        assertThat(terms.objectiveNats() - terms.reconstructionNats())
                .isNotZero()
                .isCloseTo(terms.others().get("mmd"), within(1e-12));
    }

    @Test
    void decoderOfAWassersteinAutoencoderDecodesItsCodes() {
        LatentModel model = model(wasserstein(), Bottleneck.DETERMINISTIC, 1);
        INDArray x = Values.pixels(5, DataType.DOUBLE, 6, FEATURES);
        assertThat(model.decoder().decode(model.location(x))).isEqualTo(model.reconstruct(x));
    }

    @Test
    void gradientOfAWassersteinAutoencoderMatchesFiniteDifferences() {
        LatentModel model = model(wasserstein(), Bottleneck.DETERMINISTIC, 1);
        int examples = 6;
        INDArray x = Values.pixels(5, DataType.DOUBLE, examples, FEATURES);
        model.compiled().gradient(x);
        double[] found = gradient(model);
        INDArray parameters = model.graph().params();
        for (int i = 0; i < found.length; i += 5) {
            double here = parameters.getDouble(i);
            parameters.putScalar(i, here + STEP);
            double above = model.compiled().gradient(x).objectiveNats();
            parameters.putScalar(i, here - STEP);
            double below = model.compiled().gradient(x).objectiveNats();
            parameters.putScalar(i, here);
            double slope = examples * (above - below) / (2 * STEP);
            assertThat(found[i]).as("parameter %d", i).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void composedObjectiveOfAnAutoencoderAddsNoVertices() {
        Objective bare = ComposedObjective.of(new ElboReducer());
        assertThat(model(bare, Bottleneck.DETERMINISTIC, 1)
                        .graph()
                        .getConfiguration()
                        .getVertices()
                        .keySet())
                .isEqualTo(model(ElboObjective.standard(), Bottleneck.DETERMINISTIC, 1)
                        .graph()
                        .getConfiguration()
                        .getVertices()
                        .keySet())
                .doesNotContain("joined");
    }

    static Stream<List<Objective>> pairs() {
        LinearWarmup beta = new LinearWarmup(0.7, 3);
        return Stream.of(
                List.of(ElboObjective.standard(), ComposedObjective.of(new ElboReducer())),
                List.of(new ElboObjective(beta), new ComposedObjective(new ElboReducer(), beta, List.of())),
                List.of(
                        new ImportanceWeightedObjective(beta, false),
                        new ComposedObjective(new ImportanceWeightedReducer(), beta, List.of())),
                List.of(
                        new ImportanceWeightedObjective(beta, true),
                        new ComposedObjective(new DoublyReparameterisedReducer(), beta, List.of())));
    }

    /** The objectives in files of version 0.1, and the composed ones that configurations create today. */
    @ParameterizedTest
    @MethodSource("pairs")
    void composedObjectivesTrainToTheBitsOfVersion01(List<Objective> pair) {
        double[][] parameters = pair.stream()
                .map(objective -> {
                    LatentModel model = model(objective, Bottleneck.GAUSSIAN, 3);
                    try (TrainingStep step = new TrainingStep(model, 2)) {
                        for (int i = 0; i < 5; i++) {
                            step.apply(Values.pixels(i, DataType.DOUBLE, 6, FEATURES));
                        }
                    }
                    return model.graph().params().dup().data().asDouble();
                })
                .toArray(double[][]::new);
        assertThat(parameters[1]).containsExactly(parameters[0]);
    }

    @Test
    void refusesFreeBitsOfADeterministicCode() {
        Objective free = new ComposedObjective(new ElboReducer(), null, List.of(new FreeBitsTerm()));
        assertThatThrownBy(() -> model(free, Bottleneck.DETERMINISTIC, 1))
                .hasMessageContainingAll("objective.terms: found free_bits with a deterministic code", "expected");
    }

    @Test
    void refusesFreeBitsWithoutAClosedFormOfTheKl() {
        Objective free = new ComposedObjective(new ElboReducer(), null, List.of(new FreeBitsTerm()));
        assertThatThrownBy(() -> free.require(
                        new LatentSpec(LatentSpec.STANDARD.posterior(), new MixtureOfGaussiansPrior()).part(2)))
                .hasMessageContaining("model.prior=mixture, expected a pair whose KL has a closed form");
    }

    @Test
    void refusesFreeBitsOfAnImportanceWeightedBound() {
        assertThatThrownBy(() -> model(
                        new ComposedObjective(new ImportanceWeightedReducer(), null, List.of(new FreeBitsTerm())),
                        Bottleneck.GAUSSIAN,
                        2))
                .hasMessageContaining("objective.terms: found free_bits with objective.name=iwae, expected");
    }

    @Test
    void refusesMmdWithTheDoublyReparameterisedGradient() {
        assertThatThrownBy(() -> model(
                        new ComposedObjective(new DoublyReparameterisedReducer(), null, List.of(new MmdTerm())),
                        Bottleneck.GAUSSIAN,
                        2))
                .hasMessageContaining("objective.terms: found mmd with objective.name=iwae_dreg");
    }

    private static LatentModel model(Objective objective, Bottleneck bottleneck, int draws) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(8),
                3,
                List.of(7),
                Nonlinearity.TANH,
                bottleneck,
                new BernoulliLikelihood(),
                objective,
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 2, DataType.DOUBLE);
    }
}
