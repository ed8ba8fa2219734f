package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.testing.Values;

class MatrixTest {

    @Test
    void refusesRowOrder() {
        INDArray rowOrder = Nd4j.zeros(DataType.FLOAT, 2, 3).dup('c');
        assertThatThrownBy(() -> Matrix.of(rowOrder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dup('f')");
    }

    @Test
    void refusesAnArrayOfAnotherRank() {
        assertThatThrownBy(() -> Matrix.ofAny(Nd4j.zeros(DataType.FLOAT, 2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank 3");
    }

    @Test
    void refusesNegativeSizesWhoseProductFits() {
        Matrix matrix = Matrix.allocate(DataType.FLOAT, 2, 3);
        assertThatThrownBy(() -> matrix.reshaped(-2, -3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowSharesTheMemoryOfItsVector() {
        INDArray column = Nd4j.zeros(DataType.FLOAT, 3, 1);
        Matrix.row(column).array().assign(7);
        assertThat(column.toFloatVector()).containsOnly(7);
    }

    /** The values of a row of a matrix in column-major order do not follow each other, so a handle would be a copy. */
    @Test
    void refusesAVectorThatIsNotContiguous() {
        INDArray row = Values.normal(1, DataType.FLOAT, 3, 4, 1).getRow(1);
        assertThatThrownBy(() -> Matrix.row(row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a contiguous vector");
    }

    @Test
    void valuesInDoublePrecisionHaveNoFloatPointer() {
        Matrix matrix = Matrix.allocate(DataType.DOUBLE, 2, 3);
        assertThatThrownBy(() -> matrix.pointer(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DOUBLE");
    }

    /** Rows of a matrix have its strides, and a row alone has values that are not neighbours. */
    @Test
    void refusesViewsOfRowsWhoseColumnsDoNotFollowEachOther() {
        INDArray whole = Values.normal(1, DataType.FLOAT, 4, 3, 1);
        for (int rows = 1; rows < 4; rows++) {
            INDArray view = whole.get(NDArrayIndex.interval(0, rows), NDArrayIndex.all());
            assertThatThrownBy(() -> Matrix.of(view))
                    .as("%d rows", rows)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not contiguous");
            assertThat(Values.of(Matrix.ofAny(view))).isEqualTo(Values.of(view));
        }
        assertThat(Matrix.of(whole.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2)))
                        .columns())
                .isEqualTo(1);
    }

    @Test
    void ofAnyCopiesOnlyAnArrayInAnotherOrder() {
        INDArray f = Values.normal(1, DataType.FLOAT, 3, 4, 1);
        assertThat(Matrix.ofAny(f).array()).isSameAs(f);
        assertThat(Values.of(Matrix.ofAny(f.dup('c')))).isEqualTo(Values.of(f));
    }

    @Test
    void columnsShareTheMemory() {
        Matrix whole = Matrix.of(Values.array(DataType.DOUBLE, 3, 4, i -> i));
        Matrix middle = whole.columns(1, 3);
        middle.array().assign(77);
        assertThat(Values.of(whole)).containsExactly(0, 1, 2, 77, 77, 77, 77, 77, 77, 9, 10, 11);
        assertThat(middle.rows()).isEqualTo(3);
        assertThat(middle.columns()).isEqualTo(2);
    }

    @Test
    void allColumnsAreTheMatrixItself() {
        Matrix whole = Matrix.of(Values.normal(2, DataType.DOUBLE, 3, 5, 1));
        assertThat(whole.columns(0, 5)).isSameAs(whole);
    }

    @Test
    void columnsOfColumnsShareTheMemoryOfTheWhole() {
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
    void refusesColumnsOutsideTheMatrix() {
        Matrix whole = Matrix.of(Values.normal(2, DataType.FLOAT, 3, 5, 1));
        for (int[] range : new int[][] {{-1, 2}, {2, 2}, {3, 6}}) {
            assertThatThrownBy(() -> whole.columns(range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("columns " + range[0] + " to " + range[1] + " (exclusive) of a matrix of 5");
        }
    }

    @Test
    void refusesRowsOutsideTheMatrix() {
        Matrix whole = Matrix.of(Values.normal(2, DataType.FLOAT, 3, 5, 1));
        assertThatThrownBy(() -> whole.rows(1, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowSharesTheMemoryOfAVectorOfAnyShape() {
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
    void reshapedSharesTheMemoryAndIsCached() {
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
    }

    @Test
    void refusesAShapeWithAnotherNumberOfValues() {
        Matrix whole = Matrix.of(Values.array(DataType.FLOAT, 4, 6, i -> i));
        assertThatThrownBy(() -> whole.reshaped(5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4, 6]");
    }

    @Test
    void aRowIsReshapedColumnByColumn() {
        Matrix row = Matrix.row(Values.array(DataType.FLOAT, 12, 1, i -> i));
        assertThat(row.reshaped(3, 4).array().getDouble(2, 3)).isEqualTo(11);
    }
}
