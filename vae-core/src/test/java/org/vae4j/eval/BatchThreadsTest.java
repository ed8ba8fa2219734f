package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Objective;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

class BatchThreadsTest {

    private static final int FEATURES = 9;
    private static final int BATCH = 8;
    private static final INDArray X = Values.pixels(4, DataType.FLOAT, 7 * BATCH + 3, FEATURES);

    /** β rises with the iteration, so that a replica at an earlier iteration would report another objective. */
    private static final Objective WARMED =
            new ComposedObjective(new ElboReducer(), new LinearWarmup(1, 10), List.of());

    private static LatentModel model(Objective objective) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(7),
                3,
                List.of(6),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                objective,
                2);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(1e-2), 3, DataType.FLOAT);
    }

    private static List<INDArray> batches() {
        List<INDArray> result = new ArrayList<>();
        for (long from = 0; from < X.size(0); from += BATCH) {
            long to = Math.min(X.size(0), from + BATCH);
            result.add(
                    X.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup('f'));
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 20})
    void evaluationsAgreeWithOneThreadToTheBit(int count) {
        LatentModel model = model(WARMED);
        BatchThreads threads = new BatchThreads(count);
        assertThat(threads.shares(model)).isTrue();
        try (TrainingStep step = new TrainingStep(model)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                BatchList data = new BatchList(batches());
                assertThat(ElboEvaluation.of(model, data, 3, 5, threads))
                        .isEqualTo(ElboEvaluation.of(model, new BatchList(batches()), 3, 5));
                assertThat(data.resets()).isEqualTo(1);
                // Parameters, iteration and epoch move on between evaluations.
                step.apply(batches().get(epoch));
                model.graph().incrementEpochCount();
            }
        }
    }

    @Test
    void replicasFollowTheModelThatIsEvaluated() {
        BatchThreads threads = new BatchThreads(2);
        LatentModel first = model(WARMED);
        LatentModel second = model(WARMED);
        second.graph().params().muli(2);
        for (LatentModel each : List.of(first, second, first)) {
            assertThat(objectives(threads, each)).isEqualTo(objectives(new BatchThreads(1), each));
        }
        first.graph().params().muli(2);
        assertThat(objectives(threads, first)).isEqualTo(objectives(new BatchThreads(1), first));
    }

    /** The objective of every batch; where the model is shared, two threads take part. */
    private static List<Double> objectives(BatchThreads threads, LatentModel evaluated) {
        Set<LatentModel> seen = ConcurrentHashMap.newKeySet();
        List<Double> objectives = new ArrayList<>();
        threads.evaluate(
                evaluated,
                new BatchList(batches()),
                (model, x, first) -> {
                    seen.add(model);
                    while (threads.shares(evaluated) && seen.size() < 2) {
                        Thread.onSpinWait();
                    }
                    return model.elbo(x, NoisePosition.evaluation(1).fromExample(first))
                            .negElboNats();
                },
                objectives::add);
        return objectives;
    }

    @Test
    void theIteratorMayReuseItsArray() {
        LatentModel model = model(WARMED);
        INDArray room =
                X.get(NDArrayIndex.interval(0, BATCH), NDArrayIndex.all()).dup('f');
        List<INDArray> whole = batches().subList(0, 7);
        BatchList reusing = new BatchList(whole.stream().map(x -> room).toList()) {
            private int taken;

            @Override
            public DataSet next() {
                room.assign(whole.get(taken++));
                return super.next();
            }
        };
        assertThat(ElboEvaluation.of(model, reusing, 2, 5, new BatchThreads(3)))
                .isEqualTo(ElboEvaluation.of(model, new BatchList(whole), 2, 5));
    }

    @Test
    void allThreadsEvaluateBatches() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        List<Long> firsts = new ArrayList<>();
        new BatchThreads(2)
                .evaluate(
                        model(WARMED),
                        new BatchList(batches()),
                        (model, x, first) -> {
                            seen.add(Thread.currentThread());
                            awaitTwo(seen);
                            return first;
                        },
                        firsts::add);
        assertThat(seen).hasSize(2).contains(Thread.currentThread());
        assertThat(firsts).containsExactly(0L, 8L, 16L, 24L, 32L, 40L, 48L, 56L);
    }

    /** The first batch that is taken waits until the other thread has one, too. */
    private static void awaitTwo(Set<Thread> seen) {
        while (seen.size() < 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anObjectiveOfTheWholeBatchIsEvaluatedOnOneThread() {
        LatentModel model = model(new ComposedObjective(new ElboReducer(), null, List.of(new MmdTerm())));
        BatchThreads threads = new BatchThreads(2);
        assertThat(threads.shares(model)).isFalse();
        assertThat(new BatchThreads(1).shares(model(WARMED))).isFalse();
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        threads.evaluate(
                model, new BatchList(batches()), (m, x, first) -> seen.add(Thread.currentThread()), added -> {});
        assertThat(seen).containsExactly(Thread.currentThread());
    }

    @Test
    void aFailureOfAnyThreadIsThrownToTheCaller() {
        LatentModel caller = model(WARMED);
        for (boolean onCallers : new boolean[] {true, false}) {
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            assertThatThrownBy(() -> new BatchThreads(2)
                            .evaluate(
                                    caller,
                                    new BatchList(batches()),
                                    (model, x, first) -> {
                                        seen.add(Thread.currentThread());
                                        awaitTwo(seen);
                                        if ((model == caller) == onCallers) {
                                            throw new IllegalStateException("of batch " + first);
                                        }
                                        return first;
                                    },
                                    first -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("of batch");
        }
    }

    @Test
    void anInterruptedEvaluationEndsBeforeItReturns() {
        List<Long> firsts = new ArrayList<>();
        Thread.currentThread().interrupt();
        new BatchThreads(2).evaluate(model(WARMED), new BatchList(batches()), (model, x, first) -> first, firsts::add);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(firsts).hasSize(8);
    }

    @Test
    void refusesZeroThreads() {
        assertThatThrownBy(() -> new BatchThreads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0 threads");
    }
}
