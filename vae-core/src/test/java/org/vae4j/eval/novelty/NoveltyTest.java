package org.vae4j.eval.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.testing.Values;

/** Points of a Gaussian in 20 dimensions as images. */
class NoveltyTest {

    private static final int FEATURES = 20;
    private static final INDArray TRAINING = Values.normal(1, DataType.FLOAT, 2000, FEATURES, 1);
    private static final INDArray HELD_OUT = Values.normal(2, DataType.FLOAT, 2000, FEATURES, 1);
    private static final INDArray NEW = Values.normal(3, DataType.FLOAT, 2000, FEATURES, 1);

    @Test
    void flagsNewExamplesAsOftenAsTheQuantileSays() {
        Novelty novelty = judge(NEW, 0.05);
        // 100 expected; both the threshold and the count vary, each by about 10.
        assertThat(novelty.nearDuplicates()).isBetween(50, 150);
        assertThat(novelty.exactDuplicates()).isZero();
        assertThat(novelty.copying().value())
                .isCloseTo(0.5, within(4 * novelty.copying().standardError()));
    }

    @Test
    void countsPlantedCopies() {
        INDArray samples = NEW.dup('f');
        INDArray copies = TRAINING.get(NDArrayIndex.interval(0, 300), NDArrayIndex.all());
        samples.get(NDArrayIndex.interval(0, 200), NDArrayIndex.all())
                .assign(copies.get(NDArrayIndex.interval(0, 200), NDArrayIndex.all()));
        // Near copies: a distance of about 0.2 √20 = 0.9, when the next image is about 3.5 away.
        samples.get(NDArrayIndex.interval(200, 300), NDArrayIndex.all())
                .assign(copies.get(NDArrayIndex.interval(200, 300), NDArrayIndex.all())
                        .add(Values.normal(4, DataType.FLOAT, 100, FEATURES, 0.2)));
        Novelty clean = judge(NEW.get(NDArrayIndex.interval(300, 2000), NDArrayIndex.all()), 0.01);
        Novelty novelty = judge(samples, 0.01);
        assertThat(novelty.exactDuplicates()).isEqualTo(200);
        assertThat(novelty.nearDuplicates()).isEqualTo(300 + clean.nearDuplicates());
        assertThat(novelty.nearDuplicateShare()).isEqualTo(novelty.nearDuplicates() / 2000.0);
    }

    /** What a smooth decoder does: the copy keeps its place but loses what is particular to it. */
    @Test
    void flagsACopyThatLostItsDetail() {
        INDArray padding = Nd4j.zeros(DataType.FLOAT, 2000, FEATURES);
        INDArray detail = Values.normal(5, DataType.FLOAT, 2000, FEATURES, 0.4);
        INDArray training = Nd4j.hstack(TRAINING, detail);
        INDArray heldOut = Nd4j.hstack(HELD_OUT, Values.normal(6, DataType.FLOAT, 2000, FEATURES, 0.4));
        INDArray smoothCopies = Nd4j.hstack(TRAINING, padding);
        Novelty copies = Novelty.judge(search(smoothCopies, training), search(heldOut, training), 2 * FEATURES, 0.01);
        assertThat(copies.nearDuplicateShare()).isGreaterThan(0.95);
        assertThat(copies.exactDuplicates()).isZero();
        INDArray smoothNew = Nd4j.hstack(NEW, padding);
        Novelty fresh = Novelty.judge(search(smoothNew, training), search(heldOut, training), 2 * FEATURES, 0.01);
        // More than 1 %: what is smoother than the data is nearer to all of it. The rule errs on the side of suspicion.
        assertThat(fresh.nearDuplicateShare()).isLessThan(0.1);
    }

    @Test
    void measuresByTheNearestOtherTrainingImage() {
        // On a line at 0, 0, 3 and 10: the point 1 is 1 from 0, whose nearest different one is 3 away; 12 is 2 from 10.
        INDArray training = Nd4j.createFromArray(new float[][] {{0}, {0}, {3}, {10}});
        Closeness found = search(Nd4j.createFromArray(new float[][] {{1}, {12}, {3}}), training);
        assertThat(found.ratios()).containsExactly(new double[] {1 / 3.0, 2 / 7.0, 0}, within(1e-12));
        assertThat(new int[] {found.neighbour(0), found.neighbour(1), found.neighbour(2)})
                .containsExactly(0, 3, 2);
    }

    @Test
    void knowsCopiesWhereTheTrainingDataRepeatsItself() {
        INDArray same = Nd4j.ones(DataType.FLOAT, 20, FEATURES);
        assertThat(search(same, same).ratios()).containsOnly(0);
        assertThat(search(same.mul(2), same).ratios()).containsOnly(Double.POSITIVE_INFINITY);
    }

    @Test
    void rejectsAYardstickThatMeasuresSomethingElse() {
        Closeness full = search(NEW, TRAINING);
        Closeness fewer = search(HELD_OUT, TRAINING.get(NDArrayIndex.interval(0, 9), NDArrayIndex.all()));
        assertThatThrownBy(() -> Novelty.judge(full, fewer, FEATURES, 0.01))
                .hasMessageContaining("expected the same training images for both");
        assertThatThrownBy(() -> Novelty.judge(full, full, FEATURES, 1)).hasMessageContaining("found quantile 1.0");
    }

    private static Novelty judge(INDArray samples, double quantile) {
        return Novelty.judge(search(samples, TRAINING), search(HELD_OUT, TRAINING), FEATURES, quantile);
    }

    private static Closeness search(INDArray examples, INDArray training) {
        INDArray half = training.get(NDArrayIndex.interval(0, training.rows() / 2), NDArrayIndex.all());
        INDArray rest = training.get(NDArrayIndex.interval(training.rows() / 2, training.rows()), NDArrayIndex.all());
        return Closeness.of(
                examples, () -> List.of(half.dup('f'), rest.dup('f')).iterator());
    }
}
