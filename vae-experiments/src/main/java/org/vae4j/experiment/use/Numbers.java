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
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.data.tabular.NumericTable;
import org.vae4j.experiment.config.ConfigException;

/**
 * A table of numbers, as CSV or NPY files have it.
 *
 * @param columns their names; c0, c1, … where a file has none
 * @param values {@code [rows, columns]}
 */
public record Numbers(List<String> columns, INDArray values) {

    private static final long MOST_BYTES = 1L << 28;

    /** Copies the names. */
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
        NumericTable table = NumericTable.csv(file, hasNames(file));
        return new Numbers(table.columns(), table.features(DataType.FLOAT));
    }

    private static boolean hasNames(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            String first = lines.findFirst().orElse("").split(",")[0].strip();
            return !first.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
        }
    }

    /**
     * The latents that the table holds: the columns mean0, mean1, … of what {@code vae encode} wrote, or all columns.
     *
     * @param latent dimensions of z
     * @return {@code [rows, latent]}
     * @throws ConfigException when it has neither
     */
    public INDArray latents(int latent) {
        List<String> means = names("mean", latent);
        int from = columns.containsAll(means) ? columns.indexOf("mean0") : 0;
        if (from == 0 && columns.size() == 2 + 2 * latent) {
            from = 2;
        } else if (from == 0 && columns.size() != latent) {
            throw new ConfigException("found " + columns.size() + " columns, expected " + latent
                    + ", one a latent dimension" + " (or what vae encode writes: index, label, means, log-variances)");
        }
        return values.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + latent))
                .dup('f')
                .reshape('f', values.rows(), latent);
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
