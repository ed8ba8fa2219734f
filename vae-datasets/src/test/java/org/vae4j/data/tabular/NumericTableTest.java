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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.MissingDataException;

class NumericTableTest {

    private static final String UMLAUTS = "länge,höhe\n1,2\n";

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
    }

    @Test
    void selectTakesColumnsInTheOrderWanted() throws IOException {
        NumericTable swapped = NumericTable.csv(file("1,2\n3,4\n5,6\n"), false).select(List.of("c1", "c0"));
        assertThat(swapped.columns()).containsExactly("c1", "c0");
        assertThat(swapped.value(2, 0)).isEqualTo(6);
        assertThat(swapped.value(2, 1)).isEqualTo(5);
    }

    @Test
    void selectRefusesUnknownColumnsAndNone() throws IOException {
        NumericTable table = NumericTable.csv(file("1,2\n"), false);
        assertThatThrownBy(() -> table.select(List.of("c2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column 'c2', expected one of [c0, c1]");
        assertThatThrownBy(() -> table.select(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a selection of no columns, expected some of [c0, c1]");
    }

    @Test
    void readsAnyRecordReader() {
        List<List<Writable>> records = List.of(
                List.of(new DoubleWritable(1.5), new IntWritable(2)),
                List.of(new DoubleWritable(3), new IntWritable(4)));
        NumericTable table = NumericTable.read(new CollectionRecordReader(records), List.of("x", "y"));
        assertThat(table.value(0, 0)).isEqualTo(1.5);
        assertThat(table.value(1, 1)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1,2/3/ | record 2 has 1 values, expected 2",
                "1,2/3,x/ | record 2, column c1 is 'x', expected a finite number",
                "1,2/3,/ | record 2",
                "1,2/3,\"4/ | quote",
                "1,\"2/ | quote",
                "1,NaN/ | expected a finite number",
                "`` | is empty",
            })
    void refusesTextsThatAreNoTablesOfNumbers(String lines, String message) throws IOException {
        Path file = file(lines.replace('/', '\n'));
        assertThatThrownBy(() -> NumericTable.csv(file, false))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAFileThatDoesNotExist() {
        assertThatThrownBy(() -> NumericTable.csv(folder.resolve("none.csv"), true))
                .isInstanceOf(MissingDataException.class);
    }

    @Test
    void refusesATableWithoutRows() throws IOException {
        Path file = file("a,b\n");
        assertThatThrownBy(() -> NumericTable.csv(file, true)).hasMessageContaining("has no records");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n", "\ufeffa,b\n1,2\n"})
    void aFirstLineWithoutNumbersIsAHeader(String text) throws IOException {
        assertThat(NumericTable.csv(file(text)).columns()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff1,2\n3,4\n", "\"1\",2\n3,4\n", "0.0,1.0\n2,3\n"})
    void aFirstLineOfNumbersIsARow(String text) throws IOException {
        assertThat(NumericTable.csv(file(text)).rows()).isEqualTo(2);
    }

    @Test
    void aSingleLineThatCountsUpIsARow() throws IOException {
        assertThat(NumericTable.csv(file("0,1\n")).rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN,b", "Infinity,b", "-inf,b", "0x1p3,b", "1f,b", "a,1", "nan,nan", ",1", "1d,2"})
    void aFirstLineWithACellThatSomeProgramTakesForANumberIsNoHeader(String first) throws IOException {
        Path file = file(first + "\n1,2\n");
        assertThatThrownBy(() -> NumericTable.csv(file))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("record 1, column c");
    }

    @Test
    void refusesAHeaderThatMayBeNumbers() throws IOException {
        Path file = file("0,1\n0.5,-2.0\n");
        assertThatThrownBy(() -> NumericTable.csv(file))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("header=False");
    }

    @Test
    void refusesTwoColumnsOfOneName() throws IOException {
        Path file = file("a,a\n1,2\n");
        assertThatThrownBy(() -> NumericTable.csv(file)).hasMessageContaining("no name twice");
        assertThatThrownBy(() -> NumericTable.read(new CollectionRecordReader(List.of()), List.of("a", "a")))
                .hasMessageContaining("no name twice");
    }

    @Test
    void readsUtf8() throws IOException {
        assertThat(NumericTable.csv(file(UMLAUTS)).columns()).containsExactly("länge", "höhe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void refusesUtf16ByItsName(String charset) throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), UMLAUTS, Charset.forName(charset));
        assertThatThrownBy(() -> NumericTable.csv(file))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("UTF-16");
    }

    @Test
    void refusesLatin1ByLineAndByte() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "1,2\n" + UMLAUTS, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> NumericTable.csv(file))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("line 2 has the byte 0xe4", "iconv -f LATIN1");
    }

    @Test
    void refusesAFloatMatrixOfNumbersThatAreTooLarge() throws IOException {
        NumericTable table = NumericTable.csv(file("1,2\n3,1e300\n"));
        assertThat(table.features(DataType.DOUBLE).getDouble(1, 1)).isEqualTo(1e300);
        assertThatThrownBy(() -> table.features(DataType.FLOAT))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("record 2, column c1 is 1.0E300");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }
}
