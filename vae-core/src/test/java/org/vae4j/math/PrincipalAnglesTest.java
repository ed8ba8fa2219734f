package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PrincipalAnglesTest {

    /**
     * The angles of the planes of (e1, e2) and of (cos t e1 + sin t e3, e2) are 0 and t. The arccosine would give 0
     * below 1e-8.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-15, 1e-12, 1e-8, 1e-3, 0.3, 0.785398, 0.7854, 1.2, Math.PI / 2})
    void angleOfARotatedAxisIsThatOfTheRotation(double t) {
        INDArray a = Nd4j.create(new double[][] {{1, 0}, {0, 1}, {0, 0}, {0, 0}});
        INDArray b = Nd4j.create(new double[][] {{Math.cos(t), 0}, {0, 1}, {Math.sin(t), 0}, {0, 0}});
        assertThat(PrincipalAngles.between(a, b)).containsExactly(new double[] {0, t}, within(1e-14 * t + 1e-16));
        assertThat(PrincipalAngles.largest(b, a)).isCloseTo(t, within(1e-14 * t + 1e-16));
    }

    /** The bases have condition numbers near 100, which costs two digits. */
    @Test
    void anglesDoNotDependOnTheBasis() {
        INDArray a = Nd4j.create(GaussianNoise.draw(1, 40), new long[] {10, 4}, 'f');
        INDArray b = Nd4j.create(GaussianNoise.draw(2, 30), new long[] {10, 3}, 'f');
        INDArray turnA = Nd4j.create(GaussianNoise.draw(3, 16), new long[] {4, 4}, 'f');
        INDArray turnB = Nd4j.create(GaussianNoise.draw(4, 9), new long[] {3, 3}, 'f');
        double[] angles = PrincipalAngles.between(a, b);
        assertThat(angles).hasSize(3).isSorted();
        assertThat(PrincipalAngles.between(a.mmul(turnA), b.mmul(turnB))).containsExactly(angles, within(1e-12));
    }

    @Test
    void largestAngleOfTwoBasesOfOneSpaceIsZero() {
        INDArray a = Nd4j.create(GaussianNoise.draw(1, 40), new long[] {10, 4}, 'f');
        INDArray turn = Nd4j.create(GaussianNoise.draw(3, 16), new long[] {4, 4}, 'f');
        assertThat(PrincipalAngles.largest(a, a.mmul(turn))).isLessThan(1e-13);
    }

    private static final INDArray AXIS = Nd4j.create(new double[][] {{1}, {0}, {0}});
    private static final INDArray DEPENDENT = Nd4j.create(new double[][] {{1, 2}, {1, 2}, {1, 2}});

    @Test
    void dependentColumnsAreRefused() {
        assertThatThrownBy(() -> PrincipalAngles.between(DEPENDENT, AXIS)).hasMessageContaining("independent columns");
    }

    @Test
    void largerSecondSubspaceIsRefused() {
        assertThatThrownBy(() -> PrincipalAngles.between(AXIS, DEPENDENT)).hasMessageContaining("q <= p <= d");
    }

    @Test
    void columnsOfNaNAreRefused() {
        INDArray notFinite = Nd4j.create(new double[][] {{Double.NaN}, {0}, {0}});
        assertThatThrownBy(() -> PrincipalAngles.between(AXIS, notFinite)).hasMessageContaining("independent columns");
    }
}
