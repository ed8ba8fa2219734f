package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.pair.AveragedPairs;
import org.vae4j.latent.pair.MultipliedPairs;
import org.vae4j.latent.pair.NoPairs;
import org.vae4j.latent.pair.PairSharing;
import org.vae4j.latent.pair.SeparatePairs;
import org.vae4j.latent.pair.SharedDimensions.Divergence;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.AuxiliaryPass;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.hierarchy.None;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Term;
import org.vae4j.objective.sensitivity.ContractiveTerm;
import org.vae4j.objective.term.AdversarialPriorTerm;
import org.vae4j.objective.term.TripletTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Training on pairs of examples: gradients, limit cases, evaluation, workers and files. */
class PairTrainingTest {

    private static final int FEATURES = 6;
    private static final int LATENT = 3;
    private static final int EXAMPLES = 8;
    private static final double STEP = 1e-6;

    private static LatentModel model(PairSharing pairs, int draws, Term... terms) {
        LatentSpec latents = new LatentSpec(
                new DiagonalGaussianPosterior(), List.of(), new StandardNormalPrior(), new None(), pairs);
        return model(latents, draws, terms);
    }

    private static LatentModel model(LatentSpec latents, int draws, Term... terms) {
        Architecture network = new Architecture(
                new Shape.Features(FEATURES),
                Dense.layers(List.of(5)),
                LATENT,
                new DecoderLayout.Listed(Dense.layers(List.of(4))),
                new Style(Nonlinearity.TANH));
        ModelSpec spec = new ModelSpec(
                network,
                latents,
                new BernoulliLikelihood(),
                new ComposedObjective(new ElboReducer(), null, List.of(terms)),
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 3, DataType.DOUBLE);
    }

    private static INDArray x() {
        return Values.pixels(5, DataType.DOUBLE, EXAMPLES, FEATURES);
    }

    private static double[] gradient(LatentModel model) {
        return Values.of(model.graph().getFlattenedGradients());
    }

    static Stream<LatentModel> models() {
        return Stream.of(
                model(new AveragedPairs(), 1),
                model(new MultipliedPairs(), 2),
                model(new AveragedPairs(1, Divergence.SYMMETRIC), 2),
                model(new MultipliedPairs(2, Divergence.FORWARD), 1),
                model(new SeparatePairs(), 2, new TripletTerm(0.8, 3)),
                model(new AveragedPairs(), 1, new TripletTerm(0.8, 0.1)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsMatchFiniteDifferences(LatentModel model) {
        model.compiled().gradient(x());
        double[] found = gradient(model);
        INDArray parameters = model.graph().params();
        for (int i = 0; i < found.length; i += 2) {
            double here = parameters.getDouble(i);
            parameters.putScalar(i, here + STEP);
            double above = model.compiled().gradient(x()).objectiveNats();
            parameters.putScalar(i, here - STEP);
            double below = model.compiled().gradient(x()).objectiveNats();
            parameters.putScalar(i, here);
            assertThat(found[i]).as("parameter " + i).isCloseTo(EXAMPLES * (above - below) / (2 * STEP), within(1e-6));
        }
    }

    /** The discriminator's loss, in nats, of a model with an adversarial term. */
    private static double discriminatorLoss(PairSharing pairs) {
        AdversarialPriorTerm term = new AdversarialPriorTerm(1, List.of(4), 1, 5);
        LatentModel model = model(pairs, 2, term);
        return new AuxiliaryPass(model.compiled(), model.roles(), term)
                .gradient(x(), x())
                .nats();
    }

    @Test
    void outputOfPairsSharesAllDimensionsButTheChangedOne() {
        LatentModel model = model(new AveragedPairs(1, Divergence.FORWARD), 1);
        NoisePosition position = NoisePosition.evaluation(2);
        INDArray single =
                model.compiled().output(x(), "posterior", position).array().dup();
        INDArray shared = model.compiled()
                .outputOfPairs(x(), "posterior", position)
                .array()
                .dup();
        for (int r = 0; r < EXAMPLES; r += 2) {
            int same = 0;
            for (int j = 0; j < LATENT; j++) {
                same += shared.getDouble(r, j) == shared.getDouble(r + 1, j) ? 1 : 0;
                assertThat(single.getDouble(r, j)).isNotEqualTo(single.getDouble(r + 1, j));
            }
            assertThat(same).isEqualTo(LATENT - 1);
        }
        assertThat(Values.of(model.compiled().output(x(), "posterior", position).array()))
                .isEqualTo(Values.of(single));
    }

    /** The discriminator reads draws from the posteriors that the decoder learns from. */
    @Test
    void discriminatorReadsThePosteriorsOfPairs() {
        assertThat(discriminatorLoss(new AveragedPairs(LATENT, Divergence.FORWARD)))
                .isEqualTo(discriminatorLoss(new SeparatePairs()));
        assertThat(discriminatorLoss(new AveragedPairs(1, Divergence.FORWARD)))
                .isNotEqualTo(discriminatorLoss(new SeparatePairs()));
    }

    /** The tolerance allows for sums of some ten terms in another order. */
    @ParameterizedTest
    @MethodSource("models")
    void workersComputeTheGradientOfOneForABatchOfPairs(LatentModel model) {
        ElboTerms whole = model.compiled().gradient(x());
        double[] expected = gradient(model);
        for (int workers = 2; workers <= 5; workers++) {
            try (WorkerThreads threads = new WorkerThreads(workers)) {
                ParallelGradient parallel = new ParallelGradient(model, threads);
                ElboTerms terms = parallel.compute(x());
                parallel.all().sum();
                assertThat(gradient(model)).containsExactly(expected, within(1e-12));
                assertThat(terms.objectiveNats()).isCloseTo(whole.objectiveNats(), within(1e-12));
            }
        }
    }

    /** Pairs that share no dimension. */
    @Test
    void pairsThatShareNothingTrainLikeAVae() {
        LatentModel plain = model(new NoPairs(), 2);
        ElboTerms expected = plain.compiled().gradient(x());
        for (PairSharing pairs : List.of(
                new SeparatePairs(),
                new AveragedPairs(LATENT, Divergence.FORWARD),
                new MultipliedPairs(LATENT, Divergence.FORWARD))) {
            LatentModel model = model(pairs, 2);
            assertThat(model.compiled().gradient(x())).isEqualTo(expected);
            assertThat(gradient(model)).containsExactly(gradient(plain));
        }
    }

    /** Two equal examples share all dimensions, and their average is the posterior of each. */
    @Test
    void pairsOfEqualExamplesTrainLikeAVae() {
        INDArray half = Values.pixels(5, DataType.DOUBLE, EXAMPLES / 2, FEATURES);
        INDArray twice = x().dup('f');
        IntStream.range(0, EXAMPLES).forEach(r -> twice.putRow(r, half.getRow(r / 2)));
        LatentModel plain = model(new NoPairs(), 1);
        LatentModel averaged = model(new AveragedPairs(), 1);
        ElboTerms expected = plain.compiled().gradient(twice);
        assertThat(averaged.compiled().gradient(twice)).isEqualTo(expected);
        assertThat(gradient(averaged)).containsExactly(gradient(plain), within(1e-13));
    }

    @Test
    void evaluationTakesExamplesOneByOne() {
        LatentModel plain = model(new NoPairs(), 1);
        LatentModel multiplied = model(new MultipliedPairs(), 1, new TripletTerm());
        INDArray odd = Values.pixels(5, DataType.DOUBLE, 3, FEATURES);
        multiplied.compiled().gradient(x());
        ElboTerms terms = multiplied.elbo(odd, 4);
        assertThat(terms.negElboNats()).isEqualTo(plain.elbo(odd, 4).negElboNats());
        assertThat(terms.others()).containsEntry("triplet", 0.0);
        assertThat(multiplied.encode(odd).mean()).isEqualTo(plain.encode(odd).mean());
    }

    @Test
    void trainingRefusesAnOddBatchAndLeavesEvaluationAsItWas() {
        LatentModel multiplied = model(new MultipliedPairs(), 1, new TripletTerm());
        INDArray odd = Values.pixels(5, DataType.DOUBLE, 3, FEATURES);
        ElboTerms terms = multiplied.elbo(odd, 4);
        assertThatThrownBy(() -> multiplied.compiled().gradient(odd))
                .hasMessage("vertex \"posterior\": found a batch of 3 examples, expected pairs: an even number");
        assertThat(multiplied.elbo(odd, 4)).isEqualTo(terms);
    }

    /** The mean over pairs of w max(0, ‖a − p‖² − ‖a − n‖² + m), with n the second example of the next pair. */
    @Test
    void tripletTermHasItsFormula() {
        double weight = 0.8;
        double margin = 0.3;
        LatentModel model = model(new SeparatePairs(), 1, new TripletTerm(weight, margin));
        INDArray means = model.encode(x()).mean();
        double expected = 0;
        for (int i = 0; i < EXAMPLES / 2; i++) {
            int next = (2 * i + 3) % EXAMPLES;
            double positive = means.getRow(2 * i).distance2(means.getRow(2 * i + 1));
            double negative = means.getRow(2 * i).distance2(means.getRow(next));
            expected += weight * Math.max(0, positive * positive - negative * negative + margin) / (EXAMPLES / 2);
        }
        ElboTerms terms = model.compiled().gradient(x());
        assertThat(terms.others().get("triplet"))
                .isCloseTo(expected, within(1e-12))
                .isPositive();
        assertThat(terms.objectiveNats() - terms.negElboNats()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void loadedModelContinuesToTheSameBits(@TempDir Path folder) throws Exception {
        LatentModel model = model(new AveragedPairs(1, Divergence.SYMMETRIC), 1);
        train(model, 0, 3);
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        train(model, 3, 6);
        train(loaded, 3, 6);
        assertThat(Values.of(loaded.graph().params()))
                .containsExactly(Values.of(model.graph().params()));
        assertThat(Arrays.stream(Values.of(model.graph().params()))).allMatch(Double::isFinite);
    }

    private static void train(LatentModel model, int from, int to) {
        try (TrainingStep step = new TrainingStep(model, 2)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, DataType.DOUBLE, EXAMPLES, FEATURES));
            }
        }
    }

    @Test
    void refusesPairsOfFullGaussians() {
        assertThatThrownBy(() -> model(
                        new LatentSpec(
                                new FullGaussianPosterior(),
                                List.of(),
                                new StandardNormalPrior(),
                                new None(),
                                new AveragedPairs()),
                        1))
                .hasMessageStartingWith("model.pairs: found averaged with model.posterior=full_gaussian, expected");
    }

    @Test
    void refusesPairsWithPseudoInputs() {
        assertThatThrownBy(() -> model(
                        new LatentSpec(
                                new DiagonalGaussianPosterior(),
                                List.of(),
                                new VampPrior(),
                                new None(),
                                new AveragedPairs()),
                        1))
                .hasMessageStartingWith("model.pairs: found averaged with model.prior=vamp, whose pseudo-inputs");
    }

    @Test
    void refusesATripletTermWithoutPairs() {
        assertThatThrownBy(() -> model(new NoPairs(), 1, new TripletTerm()))
                .hasMessageContaining("found a term that compares the examples of a pair, with model.pairs=none");
    }

    @Test
    void refusesTheJacobianOfAPairedEncoder() {
        assertThatThrownBy(() -> model(new AveragedPairs(), 1, new ContractiveTerm()))
                .hasMessageContaining(
                        "objective.terms: found contractive with \"posterior\", which draws noise or depends");
    }
}
