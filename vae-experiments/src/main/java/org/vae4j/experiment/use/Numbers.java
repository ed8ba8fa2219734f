package org.vae4j.experiment.use;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.tabular.NumericTable;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * A table of numbers with names of its columns, which is read from and written to CSV and NPY files.
 *
 * @param columns the names of the columns; c0, c1, … for a file without names
 * @param values {@code [rows, columns]}, which is not copied
 */
public record Numbers(List<String> columns, INDArray values) {

    private static final long MAX_CSV_BYTES = 1L << 28;
    /** An error message names at most this many columns. */
    private static final int MAX_NAMED_COLUMNS = 12;

    private static final String INDEX = "index";
    private static final String LABEL = "label";

    /**
     * Copies the names.
     *
     * @throws IllegalArgumentException if there is not one name per column
     */
    public Numbers {
        columns = List.copyOf(columns);
        if (columns.size() != values.columns()) {
            throw new IllegalArgumentException(
                    "found " + columns.size() + " names for " + values.columns() + " columns, expected one per column");
        }
    }

    /**
     * Names several columns.
     *
     * @param name the beginning that the names share
     * @param count the number of columns
     * @return name0, name1, …
     */
    public static List<String> names(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    /**
     * Reads a table from a file.
     *
     * @param file a file ending in .csv, with or without a line of names, or in .npy
     * @return a table of finite numbers
     * @throws IOException if the file cannot be read
     * @throws ConfigException if the file is too large or holds no table of finite numbers
     */
    public static Numbers read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("found no file " + file + ", expected a CSV or NPY file of numbers");
        }
        if (Output.Format.of(file) == Output.Format.NPY) {
            INDArray values = NpyFile.read(file);
            return new Numbers(names("c", values.columns()), values);
        }
        if (Output.Format.of(file) != Output.Format.CSV) {
            throw new ConfigException("found file " + file + ", expected one ending in .csv or .npy");
        }
        if (Files.size(file) > MAX_CSV_BYTES) {
            throw new ConfigException("found " + Files.size(file) + " bytes in " + file + ", expected at most "
                    + MAX_CSV_BYTES + ": use an NPY file");
        }
        NumericTable table = NumericTable.csv(file);
        try {
            return new Numbers(table.columns(), table.features(DataType.FLOAT));
        } catch (CorruptDataException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Selects the latents of the table. These are the columns mean0, mean1, … that {@code vae encode} writes, at any
     * place in the table; the columns mean1, mean2, … of a run's {@code eval/latents.csv}; the columns z0, z1, …; or
     * all columns of a file without names.
     *
     * @param latent the number of dimensions of z
     * @return {@code [rows, latent]}
     * @throws ConfigException if there are no such columns, or more of them than z has dimensions
     */
    public INDArray latents(int latent) {
        int[] indices =
                latentColumns(latent).stream().mapToInt(columns::indexOf).toArray();
        return values.getColumns(indices).dup('f').reshape('f', values.rows(), latent);
    }

    private List<String> latentColumns(int latent) {
        boolean hasNames = !columns.equals(names("c", columns.size()));
        for (List<String> wanted : List.of(names("mean", latent), names("mean", latent, 1), names("z", latent))) {
            String kind = wanted.get(0).replaceAll("\\d", "");
            if (columns.stream().filter(name -> name.matches(kind + "\\d+")).count() == latent
                    && columns.containsAll(wanted)) {
                return wanted;
            }
        }
        if (!hasNames && columns.size() == latent) {
            return columns;
        }
        if (!hasNames && isEncodeOutput(latent)) {
            return columns.subList(2, 2 + latent);
        }
        throw new ConfigException("found " + columns.size() + " columns" + (hasNames ? " " + firstColumns() : "")
                + ", expected "
                + latent + ", one per latent dimension: without names, or named mean0 to mean" + (latent - 1)
                + " as vae encode writes them, or z0 to z" + (latent - 1));
    }

    private String firstColumns() {
        return columns.size() > MAX_NAMED_COLUMNS ? columns.subList(0, MAX_NAMED_COLUMNS) + " …" : columns.toString();
    }

    /**
     * Whether a table without names looks like the output of {@code vae encode}: indices that count up, labels, means
     * and log-variances.
     */
    private boolean isEncodeOutput(int latent) {
        if (columns.size() != 2 + 2 * latent) {
            return false;
        }
        float first = values.getFloat(0, 0);
        return first >= 0
                && first == Math.rint(first)
                && IntStream.range(0, values.rows())
                        .allMatch(i -> values.getFloat(i, 0) == (float) ((long) first + i)
                                && values.getFloat(i, 1) >= -1
                                && values.getFloat(i, 1) == Math.rint(values.getFloat(i, 1)));
    }

    private static List<String> names(String name, int count, int first) {
        return IntStream.range(first, first + count).mapToObj(i -> name + i).toList();
    }

    /** Writes the table; in a CSV file, the columns named index and label have whole numbers. */
    void write(Path file, Output.Format format) throws IOException {
        if (format == Output.Format.NPY) {
            NpyFile.write(values, file);
            return;
        }
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", columns) + "\n");
            for (int i = 0; i < values.rows(); i++) {
                float[] row = values.getRow(i).dup().toFloatVector();
                List<String> cells = new ArrayList<>();
                for (int j = 0; j < row.length; j++) {
                    boolean isWhole =
                            columns.get(j).equals(INDEX) || columns.get(j).equals(LABEL);
                    cells.add(isWhole ? String.format(Locale.ROOT, "%.0f", row[j]) : Float.toString(row[j]));
                }
                out.write(String.join(",", cells) + "\n");
            }
        }
    }
}
