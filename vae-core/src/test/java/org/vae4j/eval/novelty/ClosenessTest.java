package org.vae4j.eval.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClosenessTest {

    /** Points on a line, in two blocks. */
    private static final List<INDArray> TRAINING = List.of(column(0, 0), column(3, 10));

    private static INDArray column(float... values) {
        return Nd4j.createFromArray(values).reshape('f', values.length, 1);
    }

    private static Closeness to(List<INDArray> training, INDArray examples) {
        return Closeness.of(examples, training::iterator);
    }

    /** 1 is 1 from 0, and the nearest point that differs from 0 is 3 away; 12 is 2 from 10, which is 7 from 3. */
    @Test
    void ratioDividesByTheDistanceToTheNextTrainingExampleThatDiffers() {
        assertThat(to(TRAINING, column(1, 12, 3)).ratios())
                .containsExactly(new double[] {1 / 3.0, 2 / 7.0, 0}, within(1e-12));
    }

    @Test
    void neighboursAreCountedThroughAllBlocks() {
        Closeness found = to(TRAINING, column(1, 12, 3));
        assertThat(new int[] {found.neighbour(0), found.neighbour(1), found.neighbour(2)})
                .containsExactly(0, 3, 2);
    }

    @Test
    void ratioOfACopyIsZeroWhereAllTrainingExamplesAreCopies() {
        INDArray same = Nd4j.ones(DataType.FLOAT, 20, 5);
        assertThat(to(List.of(same), same).ratios()).containsOnly(0);
    }

    @Test
    void ratioOfAnotherExampleIsInfiniteWhereAllTrainingExamplesAreCopies() {
        INDArray same = Nd4j.ones(DataType.FLOAT, 20, 5);
        assertThat(to(List.of(same), same.mul(2)).ratios()).containsOnly(Double.POSITIVE_INFINITY);
    }
}
