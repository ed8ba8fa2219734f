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

/** Several workers against one. */
class ParallelGradientTest {

    private static final int FEATURES = 10;

    /** Weights are normalised over the draws of one example, which all lie in one worker's part. */
    @ParameterizedTest
    @CsvSource({"false, 2, 8", "false, 3, 7", "true, 2, 8", "true, 3, 7"})
    void dividesAnImportanceWeightedBatch(boolean dreg, int workers, int examples) {
        ImportanceWeightedObjective objective = new ImportanceWeightedObjective(new LinearWarmup(1.5, 20), dreg);
        LatentModel model = LatentModel.create(
                spec(new BernoulliLikelihood(), objective, 5, FEATURES),
                FlushingAdam.withLearningRate(0.01),
                2,
                DataType.DOUBLE);
        model.graph().params().muli(2);
        assertDividesLikeTheWhole(model, workers, examples);
        // The weights are far from equal, 1/5 each: draws that went to another example would show.
        assertThat(Arrays.stream(model.lastBatch().rowWeights()).max().orElseThrow())
                .isGreaterThan(0.3);
    }

    /** In double precision sums of some ten terms of size 1 in another order differ by 1e-15. */
    @ParameterizedTest
    @CsvSource({"2, 8, 1", "3, 8, 1", "4, 3, 1", "2, 7, 4", "5, 11, 3", "3, 1, 1"})
    void sumsToTheGradientOfTheWholeBatch(int workers, int examples, int draws) {
        assertDividesLikeTheWhole(model(new BernoulliLikelihood(), draws), workers, examples);
    }

    private static void assertDividesLikeTheWhole(LatentModel model, int workers, int examples) {
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
        // The model itself is as it was.
        assertThat(model.compiled().gradient(x)).isEqualTo(whole);
    }

    @Test
    void trainsAsOneWorkerDoesAndRepeatsToTheLastBit() {
        double[] one = trained(1);
        double[] three = trained(3);
        // Adam turns rounding of tiny gradients into steps of up to the learning rate's size; here it stays far below.
        assertThat(three).containsExactly(one, Offset.offset(1e-9));
        assertThat(trained(3)).containsExactly(three);
        assertThat(three)
                .isNotEqualTo(model(new BernoulliLikelihood(), 1)
                        .graph()
                        .params()
                        .data()
                        .asDouble());
    }

    /** On the CPU's own kernels and BLAS, whose scratch memory no two threads may share. */
    @Test
    void repeatsInSinglePrecisionToo() {
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
            // Sums of 40 terms of size 1 in single precision.
            assertThat(first).containsExactly(whole, Offset.offset(2e-5f));
            for (int again = 0; again < 50; again++) {
                parallel.compute(x);
                parallel.all().sum();
                assertThat(model.graph().getFlattenedGradients().dup().data().asFloat())
                        .containsExactly(first);
            }
        }
    }

    /** The sum is in the array of the first part: a second one would have the other parts twice. */
    @Test
    void aBatchIsAddedUpOnce() {
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
                    .hasMessageContaining("once");
            parallel.compute(x);
            assertThat(all.sum()).isSameAs(all.summed());
        }
    }

    @Test
    void refusesAnObjectiveOfTheWholeBatchAndLeavesNoThread() throws InterruptedException {
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
    void passesOnWhatGoesWrongInAWorker() {
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
