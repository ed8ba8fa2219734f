package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Objective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/** Gradients that several workers compute together, compared with those of one. */
class ParallelGradientTest {

    private static final int FEATURES = 10;

    /**
     * The weights of an importance-weighted bound are normalised over the draws of an example, which one worker has.
     */
    @ParameterizedTest
    @CsvSource({"false, 2, 8", "false, 3, 7", "true, 2, 8", "true, 3, 7"})
    void partsOfAnImportanceWeightedBatchSumToTheWhole(boolean dreg, int workers, int examples) {
        ImportanceWeightedObjective objective = new ImportanceWeightedObjective(new LinearWarmup(1.5, 20), dreg);
        LatentModel model = LatentModel.create(
                spec(new BernoulliLikelihood(), objective, 5, FEATURES),
                FlushingAdam.withLearningRate(0.01),
                2,
                DataType.DOUBLE);
        model.graph().params().muli(2);
        assertPartsSumToTheWhole(model, workers, examples);
        // Unequal weights, so that a draw that was assigned to another example would change the gradient.
        assertThat(Arrays.stream(model.lastBatch().rowWeights()).max().orElseThrow())
                .isGreaterThan(0.3);
    }

    /** The tolerance allows for sums of some ten terms in another order. */
    @ParameterizedTest(name = "{0} workers, {1} examples, {2} draws")
    @CsvSource({"2, 8, 1", "3, 8, 1", "4, 3, 1", "2, 7, 4", "5, 11, 3", "3, 1, 1"})
    void partsSumToTheGradientOfTheWholeBatch(int workers, int examples, int draws) {
        assertPartsSumToTheWhole(model(new BernoulliLikelihood(), draws), workers, examples);
    }

    private static void assertPartsSumToTheWhole(LatentModel model, int workers, int examples) {
        INDArray x = Values.pixels(5, DataType.DOUBLE, examples, FEATURES);
        model.graph().getConfiguration().setIterationCount(7);
        ElboTerms whole = model.compiled().gradient(x);
        double[] expected = model.graph().getFlattenedGradients().dup().data().asDouble();
        assertThat(Arrays.stream(expected)).anyMatch(v -> Math.abs(v) > 0.1);

        try (WorkerThreads threads = new WorkerThreads(workers)) {
            ParallelGradient parallel = new ParallelGradient(model, threads);
            ElboTerms sum = parallel.compute(x);
            parallel.all().sum();
            assertThat(model.graph().getFlattenedGradients().dup().data().asDouble())
                    .containsExactly(expected, Offset.offset(1e-13));
            assertThat(sum.examples()).isEqualTo(examples);
            assertThat(sum.objectiveNats()).isCloseTo(whole.objectiveNats(), Offset.offset(1e-13));
            assertThat(sum.klNats()).isCloseTo(whole.klNats(), Offset.offset(1e-13));
        }
        // The model itself has not changed.
        assertThat(model.compiled().gradient(x)).isEqualTo(whole);
    }

    @Test
    void trainingOfThreeWorkersIsRepeatable() {
        assertThat(trained(3)).containsExactly(trained(3));
    }

    /** The tolerance allows for rounding errors, which Adam amplifies where gradients are tiny. */
    @Test
    void threeWorkersTrainToTheParametersOfOne() {
        double[] three = trained(3);
        assertThat(three).containsExactly(trained(1), Offset.offset(1e-9));
        assertThat(three)
                .isNotEqualTo(model(new BernoulliLikelihood(), 1)
                        .graph()
                        .params()
                        .data()
                        .asDouble());
    }

    /** The kernels in single precision use scratch memory, which threads must not share. */
    @Test
    void gradientInSinglePrecisionIsRepeatable() {
        LatentModel model =
                LatentModel.create(spec(new BernoulliLikelihood(), 1, 64), FlushingAdam.withLearningRate(0.01), 2);
        INDArray x = Values.pixels(5, DataType.FLOAT, 40, 64);
        model.compiled().gradient(x);
        float[] whole = model.graph().getFlattenedGradients().dup().data().asFloat();
        try (WorkerThreads threads = new WorkerThreads(4)) {
            ParallelGradient parallel = new ParallelGradient(model, threads);
            parallel.compute(x);
            parallel.all().sum();
            float[] first = model.graph().getFlattenedGradients().dup().data().asFloat();
            // The tolerance allows for sums of 40 terms in single precision.
            assertThat(first).containsExactly(whole, Offset.offset(2e-5f));
            for (int again = 0; again < 50; again++) {
                parallel.compute(x);
                parallel.all().sum();
                assertThat(model.graph().getFlattenedGradients().dup().data().asFloat())
                        .containsExactly(first);
            }
        }
    }

    /** The sum overwrites the first part. */
    @Test
    void refusesASecondSumOfABatch() {
        LatentModel model =
                LatentModel.create(spec(new BernoulliLikelihood(), 1, 64), FlushingAdam.withLearningRate(0.01), 2);
        INDArray x = Values.pixels(5, DataType.FLOAT, 40, 64);
        try (WorkerThreads threads = new WorkerThreads(2)) {
            ParallelGradient parallel = new ParallelGradient(model, threads);
            ParallelGradient.ParameterRange all = parallel.all();
            parallel.compute(x);
            all.sum();
            assertThatThrownBy(all::sum)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected one sum per batch");
            parallel.compute(x);
            assertThat(all.sum()).isSameAs(all.summed());
        }
    }

    @Test
    void endsItsThreadsAfterRefusingALikelihoodOfTheWholeBatch() throws InterruptedException {
        LatentModel model = model(new OptimalGaussianLikelihood(), 1);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThatThrownBy(() -> new TrainingStep(model, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2 workers", "expected 1");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().equals("gradient worker")) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void throwsTheFailureOfAWorker() {
        LatentModel model = model(new BernoulliLikelihood(), 1);
        try (WorkerThreads threads = new WorkerThreads(2)) {
            ParallelGradient parallel = new ParallelGradient(model, threads);
            assertThatThrownBy(() -> parallel.compute(Values.pixels(5, DataType.DOUBLE, 4, FEATURES + 1)))
                    .hasMessageContaining("features");
        }
    }

    private static double[] trained(int workers) {
        LatentModel model = model(new BernoulliLikelihood(), 1);
        List<INDArray> batches = IntStream.range(0, 6)
                .mapToObj(i -> Values.pixels(i, DataType.DOUBLE, i == 5 ? 5 : 8, FEATURES))
                .toList();
        new Trainer(TrainConfig.epochs(3).withWorkers(workers), List.of()).fit(model, new BatchList(batches));
        return model.graph().params().dup().data().asDouble();
    }

    private static LatentModel model(Likelihood likelihood, int draws) {
        return LatentModel.create(
                spec(likelihood, draws, FEATURES), FlushingAdam.withLearningRate(0.01), 2, DataType.DOUBLE);
    }

    private static ModelSpec spec(Likelihood likelihood, int draws, int features) {
        return spec(likelihood, ElboObjective.standard(), draws, features);
    }

    private static ModelSpec spec(Likelihood likelihood, Objective objective, int draws, int features) {
        return new ModelSpec(
                features,
                List.of(8),
                3,
                List.of(7),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                likelihood,
                objective,
                draws);
    }
}
