package org.vae4j.data.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.MissingDataException;

/** An immutable table of finite numbers with named columns, read from a CSV file or from any DataVec record reader. */
public final class NumericTable {

    /** Java's own parser would take 1f, 0x1p3 and 1d for numbers as well. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    /** The length of the array that a table begins to fill. */
    private static final int FIRST_CAPACITY = 64;

    private final List<String> columns;
    /** Row by row. */
    private final double[] values;

    private final int rows;

    private NumericTable(List<String> columns, double[] values) {
        this.columns = List.copyOf(columns);
        this.values = values;
        this.rows = values.length / columns.size();
    }

    /**
     * Reads the remaining records of a reader; each becomes a row.
     *
     * @param reader an initialised reader; read to its end, not closed
     * @param columns one name per value, all different
     * @return the table
     * @throws CorruptDataException if there is no record, one has another length, a value is not a finite number, or
     *     two columns have one name
     */
    public static NumericTable read(RecordReader reader, List<String> columns) {
        if (Set.copyOf(columns).size() < columns.size()) {
            throw new CorruptDataException("the columns " + columns + ", expected no name twice: rename one");
        }
        double[] values = new double[FIRST_CAPACITY];
        int used = 0;
        for (int row = 1; reader.hasNext(); row++) {
            List<Writable> record = reader.next();
            if (record.size() != columns.size()) {
                throw new CorruptDataException("record " + row + " has " + record.size() + " values, expected "
                        + columns.size() + " " + columns + ": correct the record");
            }
            for (int c = 0; c < record.size(); c++) {
                if (used == values.length) {
                    values = Arrays.copyOf(values, 2 * used);
                }
                values[used++] = number(record.get(c), row, columns.get(c));
            }
        }
        if (used == 0) {
            throw new CorruptDataException(
                    "the table has no records, expected at least one: check where it is read from");
        }
        return new NumericTable(columns, Arrays.copyOf(values, used));
    }

    /**
     * Reads a comma-separated file. Its first line names the columns if none of its cells is a number.
     *
     * @param file UTF-8
     * @return the table
     * @throws MissingDataException if there is no such file
     * @throws CorruptDataException if it is not a table of finite numbers, or its first line may be names or numbers
     */
    public static NumericTable csv(Path file) {
        return parse(file, CsvText::hasNames);
    }

    /**
     * Reads a comma-separated file.
     *
     * @param file UTF-8
     * @param header whether its first line names the columns; else they are named c0, c1, …
     * @return the table
     * @throws MissingDataException if there is no such file
     * @throws CorruptDataException if it is not a table of finite numbers
     */
    public static NumericTable csv(Path file, boolean header) {
        return parse(file, text -> header);
    }

    private static NumericTable parse(Path file, Predicate<CsvText> header) {
        try {
            CsvText text = CsvText.read(file, ',');
            boolean named = header.test(text);
            List<String> columns = named ? text.first() : names(text.first().size());
            try (RecordReader records = text.records(named)) {
                return read(records, columns);
            }
        } catch (CorruptDataException e) {
            // Errors of records do not know the file.
            throw e.getMessage().startsWith(file.toString())
                    ? e
                    : new CorruptDataException(file + ": " + e.getMessage(), e);
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            // DataVec throws it for a quote that is never closed.
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new CorruptDataException(
                    file + " is no CSV (" + reason + "), expected numbers between commas: correct it", e);
        } catch (IOException e) {
            throw new DataException(
                    file + " cannot be read (" + e.getMessage() + "), expected a readable file: check its permissions",
                    e);
        }
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(c -> "c" + c).toList();
    }

    private static double number(Writable writable, int row, String column) {
        double value;
        try {
            value = writable instanceof Text text
                            && !DECIMAL.matcher(text.toString().strip()).matches()
                    ? Double.NaN
                    : writable.toDouble();
        } catch (NumberFormatException | UnsupportedOperationException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw new CorruptDataException("record " + row + ", column " + column + " is '" + writable
                    + "', expected a finite number: correct it or leave the column out");
        }
        return value;
    }

    /**
     * The names of the columns.
     *
     * @return at least one
     */
    public List<String> columns() {
        return columns;
    }

    /**
     * The number of rows.
     *
     * @return at least 1
     */
    public int rows() {
        return rows;
    }

    /**
     * The value at a row and a column.
     *
     * @param row 0 to {@code rows() - 1}
     * @param column 0 to {@code columns().size() - 1}
     * @return a finite number
     */
    public double value(int row, int column) {
        Objects.checkIndex(column, columns.size());
        return values[Objects.checkIndex(row, rows) * columns.size() + column];
    }

    /**
     * Selects columns by name.
     *
     * @param names the names of at least one column, in the order wanted
     * @return a table of these columns
     * @throws IllegalArgumentException if no name is given, or there is no column of a name
     */
    public NumericTable select(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "found a selection of no columns, expected some of " + columns + ": name one");
        }
        int[] chosen = names.stream().mapToInt(this::indexOf).toArray();
        double[] picked = IntStream.range(0, rows)
                .boxed()
                .flatMapToDouble(row -> Arrays.stream(chosen).mapToDouble(c -> value(row, c)))
                .toArray();
        return new NumericTable(names, picked);
    }

    /**
     * Copies the numbers to a feature matrix.
     *
     * @param type FLOAT or DOUBLE
     * @return a new f-ordered array {@code [rows, columns]} of finite numbers
     * @throws CorruptDataException if a number is too large for the type
     */
    public INDArray features(DataType type) {
        double[] byColumn = new double[values.length];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < columns.size(); c++) {
                byColumn[c * rows + row] = value(row, c);
                if (type == DataType.FLOAT && !Float.isFinite((float) value(row, c))) {
                    throw new CorruptDataException("record " + (row + 1) + ", column " + columns.get(c) + " is "
                            + value(row, c) + ", expected a number below 3.4e38 in size: rescale it");
                }
            }
        }
        return Nd4j.create(byColumn, new long[] {rows, columns.size()}, 'f').castTo(type);
    }

    private int indexOf(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "there is no column '" + name + "', expected one of " + columns + ": correct the name");
        }
        return index;
    }
}
