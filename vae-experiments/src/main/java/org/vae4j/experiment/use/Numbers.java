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
 * A table of numbers, as CSV or NPY files have it.
 *
 * @param columns their names; c0, c1, … where a file has none
 * @param values {@code [rows, columns]}
 */
public record Numbers(List<String> columns, INDArray values) {

    private static final long MOST_BYTES = 1L << 28;

    public Numbers {
        columns = List.copyOf(columns);
    }

    /**
     * Names of several columns.
     *
     * @param name what they have in common
     * @param count how many
     * @return name0, name1, …
     */
    public static List<String> names(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    /**
     * Reads a file.
     *
     * @param file ending in .csv, with or without a line of names, or .npy
     * @return finite numbers
     * @throws IOException when it cannot be read
     * @throws ConfigException when it is too large or no table of numbers
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
        if (Files.size(file) > MOST_BYTES) {
            throw new ConfigException("found " + Files.size(file) + " bytes in " + file + ", expected at most "
                    + MOST_BYTES + ": use an NPY file");
        }
        NumericTable table = NumericTable.csv(file);
        try {
            return new Numbers(table.columns(), table.features(DataType.FLOAT));
        } catch (CorruptDataException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The latents that the table holds: the columns mean0, mean1, … that {@code vae encode} writes, wherever they
     * stand; mean1, mean2, … of a run's {@code eval/latents.csv}; z0, z1, …; or all columns of a file without names.
     *
     * @param latent dimensions of z
     * @return {@code [rows, latent]}
     * @throws ConfigException when it has none of them, or more of them than the latent has dimensions
     */
    public INDArray latents(int latent) {
        int[] chosen = chosen(latent).stream().mapToInt(columns::indexOf).toArray();
        return values.getColumns(chosen).dup('f').reshape('f', values.rows(), latent);
    }

    private List<String> chosen(int latent) {
        boolean named = !columns.equals(names("c", columns.size()));
        for (List<String> wanted : List.of(names("mean", latent), from(1, "mean", latent), names("z", latent))) {
            String kind = wanted.get(0).replaceAll("\\d", "");
            if (columns.stream().filter(name -> name.matches(kind + "\\d+")).count() == latent
                    && columns.containsAll(wanted)) {
                return wanted;
            }
        }
        if (!named && columns.size() == latent) {
            return columns;
        }
        if (!named && isWithoutNames(latent)) {
            return columns.subList(2, 2 + latent);
        }
        throw new ConfigException("found " + columns.size() + " columns" + (named ? " " + shown() : "") + ", expected "
                + latent + ", one per latent dimension: without names, or named mean0 to mean" + (latent - 1)
                + " as vae encode writes them, or z0 to z" + (latent - 1));
    }

    private String shown() {
        return columns.size() > 12 ? columns.subList(0, 12) + " …" : columns.toString();
    }

    /**
     * Whether it is what {@code vae encode} writes, in a file without names: indices that count up, labels, means,
     * log-variances.
     */
    private boolean isWithoutNames(int latent) {
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

    private static List<String> from(int first, String name, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> name + i).toList();
    }

    /** Writes the table; the columns named index and label as whole numbers. */
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
                    boolean whole =
                            columns.get(j).equals("index") || columns.get(j).equals("label");
                    cells.add(whole ? String.format(Locale.ROOT, "%.0f", row[j]) : Float.toString(row[j]));
                }
                out.write(String.join(",", cells) + "\n");
            }
        }
    }
}
