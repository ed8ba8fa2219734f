package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.importance.BoundSweep;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.eval.ood.Score;
import org.vae4j.eval.ood.Scores;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.LatentBatch;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Evaluations give the same numbers for any division of the examples into batches. */
class BatchInvarianceTest {

    private static final int FEATURES = 12;
    private static final int EXAMPLES = 130;
    private static final INDArray X = Values.pixels(8, DataType.DOUBLE, EXAMPLES, FEATURES);
    /** A single batch, batches with a short last one, and batches larger than the blocks of the estimators. */
    private static final int[] BATCHES = {EXAMPLES, 77, 50, 7, 1};

    private static LatentModel model(int draws) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(9),
                3,
                List.of(8),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard(),
                draws);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 3, DataType.DOUBLE);
        model.graph().params().muli(2);
        return model;
    }

    private static DataSetIterator batches(int size) {
        List<INDArray> result = new ArrayList<>();
        for (int from = 0; from < EXAMPLES; from += size) {
            result.add(X.get(NDArrayIndex.interval(from, Math.min(EXAMPLES, from + size)), NDArrayIndex.all())
                    .dup('f')
                    .reshape('f', Math.min(EXAMPLES, from + size) - from, FEATURES));
        }
        return new BatchList(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theElboDoesNotDependOnTheBatches(int draws) {
        LatentModel model = model(draws);
        ElboEvaluation whole = ElboEvaluation.of(model, batches(EXAMPLES), 2, 5);
        for (int size : BATCHES) {
            ElboEvaluation found = ElboEvaluation.of(model, batches(size), 2, 5);
            assertThat(found.terms().examples()).as("batches of %d", size).isEqualTo(EXAMPLES);
            assertThat(found.terms().reconstructionNats())
                    .isCloseTo(whole.terms().reconstructionNats(), within(1e-9));
            assertThat(found.terms().klNats()).isCloseTo(whole.terms().klNats(), within(1e-9));
            assertThat(found.standardErrorNats()).isCloseTo(whole.standardErrorNats(), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theElboDependsOnTheSeed(int draws) {
        LatentModel model = model(draws);
        double found = ElboEvaluation.of(model, batches(EXAMPLES), 2, 5).terms().reconstructionNats();
        assertThat(ElboEvaluation.of(model, batches(EXAMPLES), 2, 6).terms().reconstructionNats())
                .isNotCloseTo(found, within(1e-6));
    }

    /** Two evaluations with three draws use the same six draws of each example as six evaluations with one draw. */
    @Test
    void evaluationsContinueTheNumbersOfTheirDraws() {
        ElboEvaluation six = ElboEvaluation.of(model(1), batches(50), 6, 5);
        ElboEvaluation twoOfThree = ElboEvaluation.of(model(3), batches(50), 2, 5);
        assertThat(twoOfThree.terms().reconstructionNats())
                .isCloseTo(six.terms().reconstructionNats(), within(1e-9));
        assertThat(twoOfThree.terms().klNats()).isCloseTo(six.terms().klNats(), within(1e-9));
        assertThat(twoOfThree.standardErrorNats()).isCloseTo(six.standardErrorNats(), within(1e-9));
    }

    private static double[] z(LatentBatch batch) {
        return batch.latents().get(0).z().values();
    }

    /** The first draw of an example has the same bits, whether other draws follow or not. */
    @Test
    void theFirstDrawDoesNotDependOnTheNumberOfDraws() {
        LatentModel one = model(1);
        LatentModel three = model(3);
        one.elbo(X, 5);
        double[] first = z(one.lastBatch()).clone();
        three.elbo(X, 5);
        LatentBatch batch = three.lastBatch();
        for (int j = 0; j < 3; j++) {
            for (int e = 0; e < EXAMPLES; e++) {
                assertThat(z(batch)[j * batch.rows() + e]).isEqualTo(first[j * EXAMPLES + e]);
            }
        }
        one.elbo(X, NoisePosition.evaluation(5).fromDraw(2));
        assertThat(z(one.lastBatch())[0]).isEqualTo(z(batch)[2 * EXAMPLES]);
    }

    /** 90 samples of 64 examples take six blocks of rows, those of 7 examples one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void importanceSamplingDoesNotDependOnTheBatches(int draws) {
        ImportanceSampling sampling = new ImportanceSampling(model(draws), 90);
        BoundSweep whole = sampling.sweep(batches(EXAMPLES), List.of(1, 7), 5, done -> {});
        for (int size : BATCHES) {
            BoundSweep found = sampling.sweep(batches(size), List.of(1, 7), 5, done -> {});
            assertThat(found.estimate().negLogLikelihoodNats())
                    .isCloseTo(whole.estimate().negLogLikelihoodNats(), within(1e-9));
            assertThat(found.estimate().effectiveSampleSize())
                    .isCloseTo(whole.estimate().effectiveSampleSize(), within(1e-7));
            assertThat(found.bounds().get(1).negBoundNats())
                    .isCloseTo(whole.bounds().get(1).negBoundNats(), within(1e-9));
        }
    }

    @Test
    void importanceSamplingDoesNotDependOnTheDrawsOfTraining() {
        BoundSweep one = new ImportanceSampling(model(1), 90).sweep(batches(EXAMPLES), List.of(1, 7), 5, done -> {});
        BoundSweep three = new ImportanceSampling(model(3), 90).sweep(batches(EXAMPLES), List.of(1, 7), 5, done -> {});
        assertThat(three).isEqualTo(one);
    }

    @Test
    void annealedImportanceSamplingDoesNotDependOnTheBatches() {
        AnnealedImportanceSampling sampling =
                new AnnealedImportanceSampling(model(1), new Settings(18, 6, 2, Start.PRIOR));
        AnnealedImportanceSampling.Result whole = sampling.estimate(batches(EXAMPLES), 5, done -> {});
        for (int size : new int[] {77, 7}) {
            AnnealedImportanceSampling.Result found = sampling.estimate(batches(size), 5, done -> {});
            assertThat(found.likelihood().negLogLikelihoodNats())
                    .isCloseTo(whole.likelihood().negLogLikelihoodNats(), within(1e-9));
            assertThat(found.acceptanceRate()).isCloseTo(whole.acceptanceRate(), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void scoresDoNotDependOnTheBatches(int draws) {
        LatentModel model = model(draws);
        Map<Score, double[]> whole = Scores.of(model, batches(EXAMPLES), 10, 5).score(batches(EXAMPLES));
        Map<Score, double[]> found = Scores.of(model, batches(50), 10, 5).score(batches(7));
        whole.forEach((score, values) -> Values.assertClose(score.name(), found.get(score), values, 1e-9));
    }

    /** A score is the mean over eight evaluations; here their draws are taken one by one, for the last example. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theReconstructionScoreIsTheMeanOverItsDraws(int draws) {
        Map<Score, double[]> found =
                Scores.of(model(draws), batches(EXAMPLES), 10, 5).score(batches(EXAMPLES));
        double reconstruction = 0;
        for (int draw = 0; draw < 8 * draws; draw++) {
            LatentModel one = model(1);
            one.elbo(X, NoisePosition.evaluation(5).fromDraw(draw));
            reconstruction -= one.lastBatch().negLogLikelihood()[EXAMPLES - 1] / (8 * draws);
        }
        assertThat(found.get(Score.RECONSTRUCTION)[EXAMPLES - 1]).isCloseTo(reconstruction, within(1e-9));
    }

    @Test
    void diagnosticsDoNotDependOnTheBatches() {
        LatentModel model = model(1);
        PosteriorDiagnostics whole = PosteriorDiagnostics.of(model, batches(EXAMPLES), EXAMPLES, 5);
        PosteriorDiagnostics found = PosteriorDiagnostics.of(model, batches(7), EXAMPLES, 5);
        assertThat(found.mutualInformationNats()).isCloseTo(whole.mutualInformationNats(), within(1e-9));
        assertThat(found.klNats()).isCloseTo(whole.klNats(), within(1e-9));
        assertThat(found.marginalKlNats()).isCloseTo(whole.marginalKlNats(), within(1e-9));
    }
}
