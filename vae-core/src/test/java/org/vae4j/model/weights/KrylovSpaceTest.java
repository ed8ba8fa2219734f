package org.vae4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.GaussianNoise;
import org.vae4j.testing.Values;

class KrylovSpaceTest {

    private static KrylovSpace space(INDArray weights, int directions) {
        return new KrylovSpace(Matrix.of(weights), directions, GaussianNoise.draw(4, Math.toIntExact(weights.size(0))));
    }

    private static double largest(INDArray weights) {
        return new SingularValueDecomposition(
                        new Array2DRowRealMatrix(weights.castTo(DataType.DOUBLE).toDoubleMatrix()))
                .getNorm();
    }

    /** Wide, tall and square; a single row or column; in single precision too. */
    @ParameterizedTest
    @CsvSource({"5, 9", "9, 5", "6, 6", "1, 7", "7, 1", "1, 1"})
    void isExactWhereTheSpaceIsWhole(int rows, int columns) {
        INDArray weights = Values.normal(rows, DataType.DOUBLE, rows, columns, 1);
        KrylovSpace space = space(weights, 20);
        double found = space.largestSingularValue();
        assertThat(found).isCloseTo(largest(weights), within(1e-12));
        INDArray product = weights.mmul(space.right().array());
        assertThat(Values.of(product.reshape(1, -1)))
                .containsExactly(Values.of(space.left().array().mul(found).reshape(1, -1)), within(1e-12));
        assertThat(space.right().array().norm2Number().doubleValue()).isCloseTo(1, within(1e-12));
        INDArray single = weights.castTo(DataType.FLOAT).dup('f');
        assertThat(space(single, 20).largestSingularValue()).isCloseTo(largest(single), within(1e-5));
    }

    /** The largest of 80 singular values that lie close together: 10 directions find it to a part in a hundred. */
    @Test
    void isCloseFromBelowWithFewDirections() {
        INDArray weights = Values.normal(3, DataType.DOUBLE, 80, 120, 1);
        double exact = largest(weights);
        double before = 0;
        for (int directions : new int[] {1, 2, 5, 10, 40}) {
            double found = space(weights, directions).largestSingularValue();
            assertThat(found).isGreaterThan(before).isLessThanOrEqualTo(exact * (1 + 1e-12));
            assertThat(found).isGreaterThanOrEqualTo(byPowers(weights, directions) * (1 - 1e-12));
            before = found;
        }
        assertThat(space(weights, 10).largestSingularValue() / exact).isCloseTo(1, within(0.01));
        assertThat(before / exact).isCloseTo(1, within(1e-6));
    }

    /** As the power method has it after so many iterations from the same start. */
    private static double byPowers(INDArray weights, int directions) {
        INDArray u = Nd4j.createFromArray(GaussianNoise.draw(4, (int) weights.size(0)))
                .reshape('f', weights.size(0), 1);
        INDArray v = weights.transpose().mmul(u);
        for (int i = 1; i < directions; i++) {
            v = weights.transpose().mmul(weights.mmul(v));
            v.divi(v.norm2Number());
        }
        v.divi(v.norm2Number());
        return weights.mmul(v).norm2Number().doubleValue();
    }

    /** Of smaller rank the space is whole before it has its dimensions. */
    @Test
    void findsTheValueOfAMatrixOfSmallRank() {
        INDArray one = Values.normal(1, DataType.DOUBLE, 8, 2, 1)
                .mmul(Values.normal(2, DataType.DOUBLE, 2, 9, 1))
                .dup('f');
        assertThat(space(one, 8).largestSingularValue()).isCloseTo(largest(one), within(1e-12));
        INDArray equal = Nd4j.eye(5).castTo(DataType.DOUBLE).mul(3).dup('f');
        assertThat(space(equal, 5).largestSingularValue()).isCloseTo(3, within(1e-12));
    }

    @Test
    void zeroHasNoDirectionThatCounts() {
        KrylovSpace space = space(Nd4j.zeros(DataType.DOUBLE, 4, 3).dup('f'), 5);
        assertThat(space.largestSingularValue()).isZero();
        assertThat(Values.of(space.left().array().reshape(1, -1))).containsOnly(0);
    }
}
