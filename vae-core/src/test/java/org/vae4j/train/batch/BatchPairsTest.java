package org.vae4j.train.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;

class BatchPairsTest {

    private static final List<INDArray> BATCHES = IntStream.range(0, 3)
            .mapToObj(i -> Values.pixels(i, DataType.DOUBLE, 8, 6))
            .toList();

    private static BatchPairs pairs(boolean inPairs) {
        return new BatchPairs(new BatchList(BATCHES), inPairs);
    }

    @Test
    void batchesComeInTheirOrder() {
        BatchPairs pairs = pairs(true);
        for (INDArray expected : BATCHES) {
            assertThat(pairs.hasNext()).isTrue();
            pairs.next();
            assertThat(pairs.batch()).isEqualTo(expected);
        }
        assertThat(pairs.hasNext()).isFalse();
    }

    @Test
    void othersAreTheSuccessorOfABatch() {
        BatchPairs pairs = pairs(true);
        pairs.next();
        assertThat(pairs.others()).isEqualTo(BATCHES.get(1));
        pairs.next();
        assertThat(pairs.others()).isEqualTo(BATCHES.get(2));
    }

    @Test
    void lastBatchOfAnEpochIsPairedWithItself() {
        BatchPairs pairs = pairs(true);
        BATCHES.forEach(batch -> pairs.next());
        assertThat(pairs.others()).isEqualTo(BATCHES.get(2));
    }

    @Test
    void withoutPairsOthersAreTheBatchItself() {
        BatchPairs pairs = pairs(false);
        pairs.next();
        assertThat(pairs.others()).isSameAs(pairs.batch());
    }

    @Test
    void resetStartsTheNextEpoch() {
        BatchPairs pairs = pairs(true);
        BATCHES.forEach(batch -> pairs.next());
        pairs.reset();
        assertThat(pairs.hasNext()).isTrue();
        pairs.next();
        assertThat(pairs.batch()).isEqualTo(BATCHES.get(0));
    }
}
