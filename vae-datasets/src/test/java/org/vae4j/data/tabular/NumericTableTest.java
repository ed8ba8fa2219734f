package org.vae4j.data.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.MissingDataException;

class NumericTableTest {

    @TempDir
    Path folder;

    @Test
    void aCsvFileWithAHeaderBecomesAMatrix() throws IOException {
        NumericTable table = NumericTable.csv(file("a, b,c\n1,2.5,-3\n4,5e-1,6\n"), true);
        assertThat(table.columns()).containsExactly("a", "b", "c");
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.value(1, 1)).isEqualTo(0.5);
        INDArray features = table.features(DataType.FLOAT);
        assertThat(features.ordering()).isEqualTo('f');
        assertThat(features.shape()).containsExactly(2, 3);
        assertThat(features.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(features.getFloat(0, 2)).isEqualTo(-3f);
        assertThat(features.getFloat(1, 0)).isEqualTo(4f);
    }

    @Test
    void withoutAHeaderColumnsAreNumbered() throws IOException {
        NumericTable table = NumericTable.csv(file("1,2\n3,4\n5,6\n"), false);
        assertThat(table.columns()).containsExactly("c0", "c1");
        assertThat(table.rows()).isEqualTo(3);
        NumericTable swapped = table.select(List.of("c1", "c0"));
        assertThat(swapped.value(2, 0)).isEqualTo(6);
        assertThat(swapped.value(2, 1)).isEqualTo(5);
        assertThatThrownBy(() -> table.select(List.of("c2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column 'c2', expected one of [c0, c1]");
    }

    @Test
    void anyRecordReaderWillDo() {
        List<List<Writable>> records = List.of(
                List.of(new DoubleWritable(1.5), new IntWritable(2)),
                List.of(new DoubleWritable(3), new IntWritable(4)));
        NumericTable table = NumericTable.read(new CollectionRecordReader(records), List.of("x", "y"));
        assertThat(table.value(0, 0)).isEqualTo(1.5);
        assertThat(table.value(1, 1)).isEqualTo(4);
    }

    @Test
    void whatIsNoTableOfNumbersIsExplained() throws IOException {
        assertRefused("1,2\n3\n", "record 2 has 1 values, expected 2");
        assertRefused("1,2\n3,x\n", "record 2, column c1 is 'x', expected a finite number");
        assertRefused("1,2\n3,\n", "record 2");
        assertRefused("1,2\n3,\"4\n", "quote");
        assertRefused("1,\"2\n", "quote");
        assertRefused("1,NaN\n", "expected a finite number");
        assertRefused("", "is empty");
        assertThatThrownBy(() -> NumericTable.csv(folder.resolve("none.csv"), true))
                .isInstanceOf(MissingDataException.class);
        assertThatThrownBy(() -> NumericTable.csv(file("a,b\n"), true)).hasMessageContaining("has no records");
    }

    @Test
    void aHeaderIsAHeaderOnlyIfNoCellIsANumber() throws IOException {
        assertThat(NumericTable.csv(file("a,b\n1,2\n")).columns()).containsExactly("a", "b");
        assertThat(NumericTable.csv(file("\ufeff1,2\n3,4\n")).rows()).isEqualTo(2);
        assertThat(NumericTable.csv(file("\"1\",2\n3,4\n")).rows()).isEqualTo(2);
        assertThat(NumericTable.csv(file("\ufeffa,b\n1,2\n")).columns()).containsExactly("a", "b");
        assertThat(NumericTable.csv(file("0,1\n")).rows()).isEqualTo(1);
        assertThat(NumericTable.csv(file("0.0,1.0\n2,3\n")).rows()).isEqualTo(2);
        for (String first :
                List.of("NaN,b", "Infinity,b", "-inf,b", "0x1p3,b", "1f,b", "a,1", "nan,nan", ",1", "1d,2")) {
            assertThatThrownBy(() -> NumericTable.csv(file(first + "\n1,2\n")))
                    .as(first)
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("record 1, column c");
        }
    }

    @Test
    void aHeaderThatMayBeNumbersIsRefused() throws IOException {
        Path file = file("0,1\n0.5,-2.0\n");
        assertThatThrownBy(() -> NumericTable.csv(file))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("header=False");
        assertThatThrownBy(() -> NumericTable.csv(file("a,a\n1,2\n"))).hasMessageContaining("no name twice");
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        String text = "länge,höhe\n1,2\n";
        assertThat(NumericTable.csv(file(text)).columns()).containsExactly("länge", "höhe");
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = Files.writeString(folder.resolve("other.csv"), text, charset);
            assertThatThrownBy(() -> NumericTable.csv(file))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining("UTF-16");
        }
        Path latin = Files.writeString(folder.resolve("other.csv"), "1,2\n" + text, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> NumericTable.csv(latin))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("line 2 has the byte 0xe4", "iconv -f LATIN1");
    }

    @Test
    void whatIsTooLargeForAFloatIsRefusedAsOne() throws IOException {
        NumericTable table = NumericTable.csv(file("1,2\n3,1e300\n"));
        assertThat(table.features(DataType.DOUBLE).getDouble(1, 1)).isEqualTo(1e300);
        assertThatThrownBy(() -> table.features(DataType.FLOAT))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("record 2, column c1 is 1.0E300");
    }

    private void assertRefused(String text, String message) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> NumericTable.csv(file, false))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }
}
