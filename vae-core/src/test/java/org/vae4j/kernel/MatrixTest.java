package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.testing.Values;

class MatrixTest {

    @Test
    void refusesRowOrderAndOtherRanks() {
        INDArray c = Nd4j.zeros(DataType.FLOAT, 2, 3).dup('c');
        assertThatThrownBy(() -> Matrix.of(c))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dup('f')");
        assertThatThrownBy(() -> Matrix.ofAny(Nd4j.zeros(DataType.FLOAT, 2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank 3");
    }

    @Test
    void anyOrderIsCopiedOnlyWhenItMustBe() {
        INDArray f = Values.normal(1, DataType.FLOAT, 3, 4, 1);
        assertThat(Matrix.ofAny(f).array()).isSameAs(f);
        assertThat(Values.of(Matrix.ofAny(f.dup('c')))).isEqualTo(Values.of(f));
    }

    @Test
    void columnsAreAWindow() {
        Matrix whole = Matrix.of(Values.normal(2, DataType.DOUBLE, 3, 5, 1));
        Matrix window = whole.columns(1, 3);
        window.array().assign(7);
        assertThat(Values.of(whole)).containsSubsequence(7, 7, 7, 7, 7, 7);
        assertThat(window.rows()).isEqualTo(3);
        assertThat(window.columns()).isEqualTo(2);
        assertThat(whole.columns(0, 5)).isSameAs(whole);
        assertThat(whole.columns(4, 5).columns()).isEqualTo(1);
    }

    @Test
    void columnsOfColumnsAreAWindowOfTheWhole() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            Matrix whole = Matrix.of(Values.array(type, 2, 6, i -> i));
            Matrix window = whole.columns(1, 5).columns(2, 4);
            double[] read = new double[4];
            Kernels.of(type).read(window, read);
            assertThat(read).containsExactly(Values.of(whole.columns(3, 5)));
            assertThat(Values.of(window)).containsExactly(read);
            Kernels.of(type).write(new double[] {-1, -2, -3, -4}, window);
            assertThat(Values.of(whole.columns(3, 5))).containsExactly(-1, -2, -3, -4);
            assertThat(window.type()).isEqualTo(type);
        }
    }

    @Test
    void refusesColumnsThatThereAreNot() {
        Matrix whole = Matrix.of(Values.normal(2, DataType.FLOAT, 3, 5, 1));
        for (int[] range : new int[][] {{-1, 2}, {2, 2}, {3, 6}}) {
            assertThatThrownBy(() -> whole.columns(range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("columns " + range[0] + " to " + range[1] + " of a matrix of 5");
        }
    }

    @Test
    void aVectorOfAnyShapeIsARow() {
        for (long[] shape : new long[][] {{4}, {1, 4}, {4, 1}}) {
            INDArray vector = Nd4j.arange(4).castTo(DataType.FLOAT).reshape(shape);
            Matrix row = Matrix.row(vector);
            row.array().addi(1);
            assertThat(row.rows()).isEqualTo(1);
            assertThat(row.columns()).isEqualTo(4);
            assertThat(vector.reshape(4).toDoubleVector()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void reshapedItIsTheSameMemory() {
        Matrix whole = Matrix.of(Values.array(DataType.FLOAT, 4, 6, i -> i));
        for (Matrix from : new Matrix[] {whole, whole.columns(1, 4), whole.columns(5, 6)}) {
            double[] values = Values.of(from);
            for (int rows : new int[] {1, 2, from.length() / 2, from.length()}) {
                Matrix to = from.reshaped(rows, from.length() / rows);
                assertThat(Values.of(to)).isEqualTo(values);
                assertThat(to.rows()).isEqualTo(rows);
                assertThat(from.reshaped(rows, from.length() / rows)).isSameAs(to);
                to.array().addi(1);
                assertThat(Values.of(from))
                        .containsExactly(Arrays.stream(values).map(v -> v + 1).toArray());
                to.array().subi(1);
            }
        }
        assertThatThrownBy(() -> whole.reshaped(5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4, 6]");
        Matrix row = Matrix.row(Values.array(DataType.FLOAT, 12, 1, i -> i));
        assertThat(row.reshaped(3, 4).array().getDouble(2, 3)).isEqualTo(11);
    }
}
