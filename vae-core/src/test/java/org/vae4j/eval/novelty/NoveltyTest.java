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

/** Images are points of a Gaussian distribution in 20 dimensions. */
class NoveltyTest {

    private static final int FEATURES = 20;
    private static final INDArray TRAINING = Values.normal(1, DataType.FLOAT, 2000, FEATURES, 1);
    private static final INDArray HELD_OUT = Values.normal(2, DataType.FLOAT, 2000, FEATURES, 1);
    private static final INDArray NEW = Values.normal(3, DataType.FLOAT, 2000, FEATURES, 1);

    @Test
    void flagsAShareOfNewImagesEqualToTheQuantile() {
        Novelty novelty = judge(NEW, 0.05);
        // 100 expected; both the threshold and the count vary, each by about 10.
        assertThat(novelty.nearDuplicates()).isBetween(50, 150);
        assertThat(novelty.exactDuplicates()).isZero();
        assertThat(novelty.copying().value())
                .isCloseTo(0.5, within(4 * novelty.copying().standardError()));
    }

    @Test
    void countsExactAndNearCopies() {
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

    /** A smooth decoder does this: the copies keep their place but lose the features in which images differ most. */
    @Test
    void flagsSmoothedCopies() {
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
        // More than 1 %, because smoother images are nearer to all of the data: the rule flags too many, not too few.
        assertThat(fresh.nearDuplicateShare()).isLessThan(0.1);
    }

    @Test
    void refusesHeldOutImagesComparedWithOtherTrainingImages() {
        Closeness full = search(NEW, TRAINING);
        Closeness fewer = search(HELD_OUT, TRAINING.get(NDArrayIndex.interval(0, 9), NDArrayIndex.all()));
        assertThatThrownBy(() -> Novelty.judge(full, fewer, FEATURES, 0.01))
                .hasMessageContaining("expected the same training images for both");
    }

    @Test
    void refusesAQuantileOfOne() {
        Closeness full = search(NEW, TRAINING);
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
