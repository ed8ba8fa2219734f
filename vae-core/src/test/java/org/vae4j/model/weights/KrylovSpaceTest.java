package org.vae4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

    /** More directions than any matrix here has rows or columns. */
    private static final int ALL_DIRECTIONS = 20;

    private static KrylovSpace space(INDArray weights, int directions) {
        return new KrylovSpace(Matrix.of(weights), directions, GaussianNoise.draw(4, Math.toIntExact(weights.size(0))));
    }

    private static double largest(INDArray weights) {
        return new SingularValueDecomposition(
                        new Array2DRowRealMatrix(weights.castTo(DataType.DOUBLE).toDoubleMatrix()))
                .getNorm();
    }

    @ParameterizedTest
    @CsvSource({"5, 9", "9, 5", "6, 6", "1, 7", "7, 1", "1, 1"})
    void findsTheExactValueWithAsManyDirectionsAsTheSmallerSide(int rows, int columns) {
        INDArray weights = Values.normal(rows, DataType.DOUBLE, rows, columns, 1);
        assertThat(space(weights, ALL_DIRECTIONS).largestSingularValue()).isCloseTo(largest(weights), within(1e-12));
        INDArray single = weights.castTo(DataType.FLOAT).dup('f');
        assertThat(space(single, ALL_DIRECTIONS).largestSingularValue()).isCloseTo(largest(single), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"5, 9", "9, 5", "6, 6", "1, 7", "7, 1", "1, 1"})
    void singularVectorsSatisfyTheirEquationAndHaveUnitLength(int rows, int columns) {
        INDArray weights = Values.normal(rows, DataType.DOUBLE, rows, columns, 1);
        KrylovSpace space = space(weights, ALL_DIRECTIONS);
        double sigma = space.largestSingularValue();
        INDArray product = weights.mmul(space.right().array());
        assertThat(Values.of(product.reshape(1, -1)))
                .containsExactly(Values.of(space.left().array().mul(sigma).reshape(1, -1)), within(1e-12));
        assertThat(space.right().array().norm2Number().doubleValue()).isCloseTo(1, within(1e-12));
    }

    /** The largest of 80 singular values that lie close together: 10 directions find it to one part in a hundred. */
    @Test
    void convergesFromBelowAndFasterThanThePowerMethod() {
        INDArray weights = Values.normal(3, DataType.DOUBLE, 80, 120, 1);
        double exact = largest(weights);
        double before = 0;
        for (int directions : new int[] {1, 2, 5, 10, 40}) {
            double found = space(weights, directions).largestSingularValue();
            assertThat(found)
                    .as("%d directions", directions)
                    .isGreaterThan(before)
                    .isLessThanOrEqualTo(exact * (1 + 1e-12));
            assertThat(found)
                    .as("%d directions", directions)
                    .isGreaterThanOrEqualTo(byPowers(weights, directions) * (1 - 1e-12));
            before = found;
        }
        assertThat(space(weights, 10).largestSingularValue() / exact).isCloseTo(1, within(0.01));
        assertThat(before / exact).isCloseTo(1, within(1e-6));
    }

    /** The estimate of the power method after so many iterations from the same start. */
    private static double byPowers(INDArray weights, int iterations) {
        INDArray u = Nd4j.createFromArray(GaussianNoise.draw(4, (int) weights.size(0)))
                .reshape('f', weights.size(0), 1);
        INDArray v = weights.transpose().mmul(u);
        for (int i = 1; i < iterations; i++) {
            v = weights.transpose().mmul(weights.mmul(v));
            v.divi(v.norm2Number());
        }
        v.divi(v.norm2Number());
        return weights.mmul(v).norm2Number().doubleValue();
    }

    /** The Krylov space of a matrix of rank 2 has two dimensions, however many are asked for. */
    @Test
    void findsTheExactValueOfAMatrixOfSmallRank() {
        INDArray product = Values.normal(1, DataType.DOUBLE, 8, 2, 1)
                .mmul(Values.normal(2, DataType.DOUBLE, 2, 9, 1))
                .dup('f');
        assertThat(space(product, 8).largestSingularValue()).isCloseTo(largest(product), within(1e-12));
    }

    @Test
    void findsTheValueOfAMatrixWithEqualSingularValues() {
        INDArray equal = Nd4j.eye(5).castTo(DataType.DOUBLE).mul(3).dup('f');
        assertThat(space(equal, 5).largestSingularValue()).isCloseTo(3, within(1e-12));
    }

    @Test
    void refusesAStartOfAnotherLength() {
        Matrix weights = Matrix.allocate(DataType.DOUBLE, 4, 3);
        assertThatThrownBy(() -> new KrylovSpace(weights, 2, new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a start of 3 numbers, expected 4");
    }

    @Test
    void findsZeroForAMatrixOfZeros() {
        KrylovSpace space = space(Nd4j.zeros(DataType.DOUBLE, 4, 3).dup('f'), 5);
        assertThat(space.largestSingularValue()).isZero();
        assertThat(Values.of(space.left().array().reshape(1, -1))).containsOnly(0);
    }
}
