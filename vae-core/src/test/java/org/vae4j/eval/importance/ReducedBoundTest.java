package org.vae4j.eval.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.reducer.CombinedReducer;
import org.vae4j.objective.term.LatentNormTerm;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

class ReducedBoundTest {

    private static final int DRAWS = 4;

    /** The model is trained with β = 3 and another term, neither of which may enter the bound. */
    private static LatentModel model(Reducer reducer) {
        ModelSpec spec = new ModelSpec(
                6,
                List.of(5),
                2,
                List.of(4),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                new ComposedObjective(reducer, new FixedSchedule(3), List.of(new LatentNormTerm(1))),
                DRAWS);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 2, DataType.DOUBLE);
    }

    private static DataSetIterator data(int batch) {
        INDArray x = Values.pixels(5, DataType.DOUBLE, 9, 6);
        List<INDArray> batches = new ArrayList<>();
        for (int from = 0; from < 9; from += batch) {
            batches.add(x.get(NDArrayIndex.interval(from, Math.min(9, from + batch)), NDArrayIndex.all())
                    .dup('f'));
        }
        return new BatchList(batches);
    }

    @Test
    void equalsTheImportanceWeightedBoundForItsReducer() {
        Reducer reducer = new ImportanceWeightedReducer();
        LatentModel model = model(reducer);
        double expected = new ImportanceSampling(model, DRAWS)
                .sweep(data(9), List.of(DRAWS), 7, done -> {})
                .bounds()
                .get(0)
                .negBoundNats();
        assertThat(ReducedBound.of(model, data(9), reducer, 7)).isCloseTo(expected, within(1e-10));
    }

    /** An objective of another divergence, which trains the model, leaves nothing in the bound. */
    @Test
    void boundOfAModelThatIsTrainedByTheElboIsTheSame() {
        Reducer reducer = new ImportanceWeightedReducer();
        assertThat(ReducedBound.of(model(new ElboReducer()), data(9), reducer, 7))
                .isCloseTo(ReducedBound.of(model(reducer), data(9), reducer, 7), within(1e-12));
    }

    @Test
    void equalsTheElboForItsReducer() {
        LatentModel model = model(new ElboReducer());
        double expected = ElboEvaluation.of(model, data(9), 1, 7).terms().negElboNats();
        assertThat(ReducedBound.of(model, data(9), new ElboReducer(), 7)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void doesNotDependOnTheSizeOfTheBatches() {
        Reducer reducer = new CombinedReducer(0.4);
        LatentModel model = model(reducer);
        assertThat(ReducedBound.of(model, data(4), reducer, 7))
                .isCloseTo(ReducedBound.of(model, data(9), reducer, 7), within(1e-12));
    }

    @Test
    void resetsTheData() {
        BatchList data = (BatchList) data(4);
        ReducedBound.of(model(new ElboReducer()), data, new ElboReducer(), 7);
        assertThat(data.resets()).isOne();
    }
}
