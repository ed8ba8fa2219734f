package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ShapesTest {

    private final INDArray matrix = Nd4j.zeros(DataType.FLOAT, 2, 3);

    @Test
    void checksReturnTheirArray() {
        assertThat(Shapes.requireMatrix("mean", matrix)).isSameAs(matrix);
        assertThat(Shapes.requireMatrix("mean", matrix, 3)).isSameAs(matrix);
        assertThat(Shapes.requireSameMatrix("mean", matrix, "logVar", Nd4j.ones(2, 3)))
                .isSameAs(matrix);
    }

    @Test
    void arrayOfAnotherRankIsRefusedWithAFix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.requireMatrix("features", Nd4j.zeros(2, 1, 28, 28)))
                .withMessage("features: found shape [2, 1, 28, 28], expected a non-empty matrix [batch, columns];"
                        + " flatten each example into one row, array.reshape(batch, -1)");
    }

    @Test
    void matrixOfAnotherWidthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.requireMatrix("features", matrix, 784))
                .withMessageStartingWith("features: found shape [2, 3], expected [batch, 784];");
    }

    @Test
    void matrixOfAnotherShapeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.requireSameMatrix("mean", matrix, "logVar", Nd4j.zeros(3, 2)))
                .withMessageStartingWith("mean: found shape [2, 3], expected [3, 2] as logVar has;");
    }

    @Test
    void wholeNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.requireMatrix("features", matrix.castTo(DataType.INT32)))
                .withMessageContaining("not INT");
    }

    @Test
    void emptyArrayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shapes.requireMatrix("features", Nd4j.empty()));
    }
}
