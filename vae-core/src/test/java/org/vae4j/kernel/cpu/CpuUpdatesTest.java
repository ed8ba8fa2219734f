package org.vae4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.UpdateKernelsContract;
import org.vae4j.testing.Values;

class CpuUpdatesTest extends UpdateKernelsContract {

    private final Kernels kernels = new CpuKernels();

    CpuUpdatesTest() {
        super(new CpuKernels(), DataType.FLOAT);
    }

    private static boolean anySubnormal(Matrix matrix) {
        for (double value : Values.of(matrix)) {
            if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
                return true;
            }
        }
        return false;
    }

    /** Halved two hundred times, a float of size one would be denormal from the 127th time on. */
    @Test
    void decayingStateIsNeverDenormal() {
        Matrix first = Matrix.of(Values.normal(1, DataType.FLOAT, 1, 1500, 1));
        Matrix second = Matrix.of(Values.pixels(2, DataType.FLOAT, 1, 1500));
        Matrix maximum = Matrix.of(Values.pixels(3, DataType.FLOAT, 1, 1500));
        Matrix zero = Matrix.of(Values.array(DataType.FLOAT, 1, 1500, i -> 0));
        for (int step = 0; step < 200; step++) {
            kernels.blend(0.5, first, 0.5, zero);
            kernels.blendSquares(0.5, second, 0.5, zero);
            kernels.decayingMaximum(0.5, maximum, 1, zero);
            assertThat(anySubnormal(first)).as("first powers, step %d", step).isFalse();
            assertThat(anySubnormal(second)).as("squares, step %d", step).isFalse();
            assertThat(anySubnormal(maximum)).as("maximum, step %d", step).isFalse();
        }
    }

    /** Values far below what could be seen in an update become 0, and larger ones stay. */
    @Test
    void tinyStateBecomesZero() {
        Matrix zero = Matrix.of(Values.array(DataType.FLOAT, 1, 2, i -> 0));
        Matrix first = Matrix.of(Values.array(DataType.FLOAT, 1, 2, i -> i == 0 ? 1e-30 : 1));
        kernels.blend(0.5, first, 1, zero);
        assertThat(Values.of(first)).containsExactly(0, 0.5);
        Matrix square = Matrix.of(Values.array(DataType.FLOAT, 1, 2, i -> i == 0 ? 2e-38 : 1));
        kernels.blendSquares(0.5, square, 1, zero);
        assertThat(Values.of(square)).containsExactly(0, 0.5);
        Matrix maximum = Matrix.of(Values.array(DataType.FLOAT, 1, 2, i -> i == 0 ? 1e-30 : 1));
        kernels.decayingMaximum(0.5, maximum, 1, zero);
        assertThat(Values.of(maximum)).containsExactly(0, 0.5);
    }

    /** Moments far below what could be seen in an update become 0, and larger ones stay. */
    @Test
    void adamRoundsTinyMomentsToZero() {
        Matrix parameters = Matrix.of(Values.array(DataType.FLOAT, 1, 3, i -> 1));
        Matrix gradient = Matrix.of(Values.array(DataType.FLOAT, 1, 3, i -> 0));
        Matrix first = Matrix.of(Values.array(DataType.FLOAT, 1, 3, i -> i == 2 ? 1 : 1e-30));
        Matrix second = Matrix.of(Values.array(DataType.FLOAT, 1, 3, i -> i == 2 ? 1 : 1e-39));
        kernels.adam(new AdamStep(0.1, 0.5, 0.5, 1e-8, 1), parameters, gradient, first, second);
        assertThat(Values.of(first)).containsExactly(0, 0, 0.5);
        assertThat(Values.of(second)).containsExactly(0, 0, 0.5);
        assertThat(Values.of(parameters)).startsWith(1, 1);
    }
}
