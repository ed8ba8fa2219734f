package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.RowBlocks;
import org.vae4j.model.LatentModel;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.PpcaModel;
import org.vae4j.testing.Values;

class ElboEvaluationTest {

    private static final int EXAMPLES = 5;
    private static final int FEATURES = 8;
    private static final INDArray X = Values.normal(3, DataType.DOUBLE, EXAMPLES, FEATURES, 1);

    /** Posteriors so narrow that the negative ELBO of an example is the same for any draw. */
    private static LatentModel narrow() {
        return PpcaModel.of(PpcaModel.ppca(FEATURES, 3), 0.5, 1e-16, DataType.DOUBLE);
    }

    private static ElboEvaluation evaluation(LatentModel model, INDArray x, int samples) {
        return ElboEvaluation.of(model, new BatchList(List.of(x)), samples, 7);
    }

    /** The standard deviation over the examples, divided by the root of their number. */
    @Test
    void standardErrorIsThatOfTheMeanOverTheExamples() {
        LatentModel model = narrow();
        double[] alone = IntStream.range(0, EXAMPLES)
                .mapToDouble(i -> evaluation(model, RowBlocks.rows(X, i, i + 1), 1)
                        .terms()
                        .negElboNats())
                .toArray();
        double mean = Arrays.stream(alone).average().orElseThrow();
        double squares = Arrays.stream(alone).map(v -> (v - mean) * (v - mean)).sum();
        double expected = Math.sqrt(squares / (EXAMPLES - 1) / EXAMPLES);
        ElboEvaluation found = evaluation(model, X, 3);
        assertThat(expected).isGreaterThan(0.1);
        assertThat(found.standardErrorNats()).isCloseTo(expected, within(1e-5 * expected));
        assertThat(found.terms().negElboNats()).isCloseTo(mean, within(1e-5 * mean));
        assertThat(found.terms().examples()).isEqualTo(EXAMPLES);
    }

    @Test
    void refusesNoSamples() {
        LatentModel model = narrow();
        assertThatThrownBy(() -> evaluation(model, X, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("samples = 0");
    }
}
