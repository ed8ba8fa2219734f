package org.vae4j.data.source.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.Writable;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.VectorShape;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.store.FloatStore;
import org.vae4j.data.tabular.CsvText;

/**
 * A file with a table of numbers, one example per row. The first row names the columns if none of its cells is a
 * number. Cells are separated by tabs in files that end in {@code .tsv}, else by commas, and may be quoted.
 *
 * @param file the file, in UTF-8
 * @param labels the name of the column of classes, which are numbers or texts; blank for none
 */
public record TableFile(Path file, String labels) {

    private static final int NO_COLUMN = -1;

    /** Java's own parser would take 1f and 0x1p3 for numbers as well. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    /**
     * Reads the table.
     *
     * @return the examples; classes keep their numbers if all are whole and below 10^6, else they are numbered in the
     *     order of their texts
     * @throws CorruptDataException if a row has another length, or a cell is no finite number
     * @throws IOException when the file cannot be read
     */
    public RawExamples read() throws IOException {
        CsvText text = CsvText.read(file, separator());
        boolean named = text.hasNames();
        List<String> names = named
                ? text.first()
                : IntStream.range(0, text.first().size()).mapToObj(c -> "c" + c).toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new CorruptDataException(
                    file + ": found the columns " + names + ", expected no name twice: rename one");
        }
        List<List<String>> body = rows(text, named);
        if (body.isEmpty()) {
            throw new CorruptDataException(file + ": found a line of names and no rows, expected one row per example");
        }
        int label = labels.isBlank() ? NO_COLUMN : names.indexOf(labels);
        if (!labels.isBlank() && label == NO_COLUMN) {
            throw new CorruptDataException(
                    file + ": found no column '" + labels + "', expected one of " + names + ": correct data.labels");
        }
        return examples(body, names, label);
    }

    /** Parses the rows; {@code label} is the index of the column of classes. */
    private RawExamples examples(List<List<String>> body, List<String> names, int label) {
        List<String> columns = new ArrayList<>(names);
        if (label != NO_COLUMN) {
            columns.remove(label);
        }
        if (columns.isEmpty()) {
            throw new CorruptDataException(file + ": found no column but the labels, expected at least one of values");
        }
        float[] values = new float[Math.multiplyExact(body.size(), columns.size())];
        List<String> classes = new ArrayList<>();
        int at = 0;
        for (int row = 0; row < body.size(); row++) {
            List<String> cells = body.get(row);
            if (cells.size() != names.size()) {
                throw new CorruptDataException(file + ": found " + cells.size() + " cells in row " + (row + 1)
                        + ", expected " + names.size() + ", one per column: correct the row");
            }
            for (int column = 0; column < cells.size(); column++) {
                if (column == label) {
                    classes.add(cells.get(column));
                } else {
                    values[at++] = number(cells.get(column), row + 1, names.get(column));
                }
            }
        }
        return new RawExamples(
                file.toString(),
                new VectorShape(columns.size()),
                NumberArray.ofFloats(List.of(body.size(), columns.size()), FloatStore.of(values)),
                labels(classes),
                names(classes),
                columns);
    }

    /** The number of each class: its own, or the index of its text among the sorted texts. */
    private static List<Integer> labels(List<String> classes) {
        List<String> names = names(classes);
        return classes.stream()
                .map(text -> names.isEmpty() ? Integer.parseInt(text) : names.indexOf(text))
                .toList();
    }

    /** The sorted texts of the classes; empty if all are whole numbers below 10^6. */
    private static List<String> names(List<String> classes) {
        boolean numbers = classes.stream().allMatch(text -> text.matches("\\d{1,6}"));
        return numbers ? List.of() : List.copyOf(new TreeSet<>(classes));
    }

    private float number(String cell, int row, String column) {
        float value = isNumber(cell) ? Float.parseFloat(cell) : Float.NaN;
        if (!Float.isFinite(value)) {
            throw new CorruptDataException(file + ": found '" + cell + "' in row " + row + ", column " + column
                    + ", expected a finite number: correct it, or leave the row or the column out");
        }
        return value;
    }

    private static boolean isNumber(String cell) {
        return DECIMAL.matcher(cell).matches();
    }

    private List<List<String>> rows(CsvText text, boolean named) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (RecordReader reader = text.records(named)) {
            while (reader.hasNext()) {
                List<Writable> cells = reader.next();
                rows.add(cells.stream().map(cell -> cell.toString().strip()).toList());
            }
            return rows;
        } catch (RuntimeException e) {
            // DataVec throws it for a quote that is never closed.
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new CorruptDataException(
                    file + ": found no table (" + reason + "), expected cells between separators: correct it", e);
        }
    }

    private char separator() {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : ',';
    }
}
