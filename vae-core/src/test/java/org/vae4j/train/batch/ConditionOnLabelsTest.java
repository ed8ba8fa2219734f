package org.vae4j.train.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/** Labelled iterators, here one of DL4J's, that train models with and without a condition. */
class ConditionOnLabelsTest {

    private static final INDArray PIXELS = Values.pixels(3, DataType.DOUBLE, 6, 9);
    private static final INDArray CLASSES = Nd4j.eye(3).castTo(DataType.DOUBLE);
    private static final INDArray LABELS = Nd4j.vstack(CLASSES, CLASSES);

    private static DataSet part(int from) {
        int[] rows = {from, from + 1, from + 2};
        return new DataSet(PIXELS.getRows(rows), LABELS.getRows(rows));
    }

    private static DataSetIterator labelled() {
        return new ListDataSetIterator<>(List.of(part(0), part(3)), 1);
    }

    private static LatentModel model(int classes) {
        Architecture network = new Architecture(
                new Shape.Features(9),
                Dense.layers(List.of(5)),
                2,
                new DecoderLayout.Listed(Dense.layers(List.of(5))),
                new Style(Nonlinearity.TANH));
        ModelSpec spec = new ModelSpec(
                network.conditionedOn(classes),
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard(),
                1);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    private static double[] trained(LatentModel model, DataSetIterator data) {
        new Trainer(TrainConfig.epochs(3), List.of()).fit(model, data);
        return Values.of(model.graph().params());
    }

    @Test
    void labelsAreTheConditionOfTheModel() {
        INDArray all = Nd4j.hstack(PIXELS, LABELS);
        BatchList joined = new BatchList(
                List.of(all.getRows(0, 1, 2).dup('f'), all.getRows(3, 4, 5).dup('f')));
        assertThat(trained(model(3), new ConditionOnLabels(labelled()))).isEqualTo(trained(model(3), joined));
    }

    @Test
    void modelWithoutAConditionIgnoresTheLabels() {
        BatchList own = new BatchList(List.of(
                PIXELS.getRows(0, 1, 2).dup('f'), PIXELS.getRows(3, 4, 5).dup('f')));
        assertThat(trained(model(0), labelled())).isEqualTo(trained(model(0), own));
    }

    @Test
    void refusesABatchWithoutLabels() {
        ConditionOnLabels without =
                new ConditionOnLabels(new ExistingDataSetIterator(List.of(new DataSet(PIXELS, null))));
        assertThatThrownBy(without::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no labels", "expected");
    }
}
