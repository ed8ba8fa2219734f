package org.vae4j.experiment.report.latent;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vae4j.file.AtomicFile;

/**
 * {@code eval/latents.csv}: the posteriors of held-out examples, one row per example.
 *
 * <p>The columns are {@code example}, then the traits of the example ({@code label}, or the names of its factors), then
 * {@code mean1} to {@code meanN} and, where the latent is sampled, {@code logVar1} to {@code logVarN}. Whole numbers
 * are written in full, all others with the digits of a {@code float}.
 */
public final class LatentTable {

    private static final String MEAN = "mean";
    private static final String LOG_VAR = "logVar";
    private static final String EXAMPLE = "example";

    /** The variance of its mean from which on a unit counts as active (Burda, Grosse and Salakhutdinov 2016). */
    private static final double ACTIVE_VARIANCE = 0.01;
    /** Larger whole numbers are written as floating-point numbers. */
    private static final double LARGEST_WHOLE = 1e9;

    private final List<String> columns;
    private final List<double[]> rows;
    private final int firstMean;
    private final int dimensions;

    /**
     * A table of some rows, which are copied.
     *
     * @param traits the names of the traits: {@code label}, or factors
     * @param dimensions the number of dimensions of z
     * @param variational whether there are log-variances
     * @param rows one row per example: the example's index, its traits, means and log-variances
     * @throws IllegalArgumentException if a row has more or fewer values than the table has columns, or if a trait has
     *     the name of another column
     */
    public LatentTable(List<String> traits, int dimensions, boolean variational, List<double[]> rows) {
        this(header(traits, dimensions, variational), rows);
    }

    private LatentTable(List<String> columns, List<double[]> rows) {
        this.columns = List.copyOf(columns);
        this.rows = rows.stream().map(double[]::clone).toList();
        this.firstMean = columns.indexOf(MEAN + 1);
        this.dimensions =
                (int) columns.stream().filter(c -> c.matches(MEAN + "\\d+")).count();
        if (firstMean < 1 || !columns.subList(firstMean, columns.size()).equals(latentColumns())) {
            throw new IllegalArgumentException("found columns " + columns
                    + ", expected example, traits, mean1 to meanN and, for a sampled latent, logVar1 to logVarN");
        }
        List<String> expected = header(traits(), dimensions, isVariational());
        if (!columns.equals(expected)) {
            throw new IllegalArgumentException("found columns " + columns + ", expected " + expected);
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length != columns.size()) {
                throw new IllegalArgumentException("found " + rows.get(i).length + " values in row " + (i + 1)
                        + " of the table of latents, expected " + columns.size() + ", one per column");
            }
        }
    }

    /** The columns behind the traits. Values are found by the index of their column, so the order must be this one. */
    private List<String> latentColumns() {
        return Stream.concat(numbered(MEAN, dimensions), isVariational() ? numbered(LOG_VAR, dimensions) : Stream.of())
                .toList();
    }

    private static List<String> header(List<String> traits, int dimensions, boolean variational) {
        return Stream.of(
                        Stream.of(EXAMPLE),
                        traits.stream().map(name -> name.replaceAll("[,\\s]+", " ")),
                        numbered(MEAN, dimensions),
                        variational ? numbered(LOG_VAR, dimensions) : Stream.<String>empty())
                .flatMap(names -> names)
                .toList();
    }

    private static Stream<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> name + i);
    }

    /**
     * Writes the table; a reader never sees half a file.
     *
     * @param file the file, in a folder that exists
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, unfinished -> {
            try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
                out.write(String.join(",", columns) + "\n");
                for (double[] row : rows) {
                    out.write(Arrays.stream(row).mapToObj(LatentTable::text).collect(Collectors.joining(",")) + "\n");
                }
            }
        });
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE
                ? String.valueOf((long) value)
                : String.valueOf((float) value);
    }

    /**
     * Reads a table that {@link #write} wrote.
     *
     * @param file the file
     * @return the table; empty if there is no such file
     * @throws IOException if the file cannot be read or is damaged
     */
    public static Optional<LatentTable> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw damaged(file, "found " + lines.size() + " lines, expected a header and a row per example", null);
        }
        try {
            List<double[]> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                rows.add(Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
            return Optional.of(new LatentTable(List.of(lines.get(0).split(",")), rows));
        } catch (IllegalArgumentException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private static IOException damaged(Path file, String reason, Exception cause) {
        return new IOException(
                "cannot read the latents in " + file + " (" + reason + "): restore it from a copy, or remove it",
                cause);
    }

    /** {@return the number of examples} */
    public int size() {
        return rows.size();
    }

    /** {@return the number of dimensions of z} */
    public int dimensions() {
        return dimensions;
    }

    /** {@return whether the latent is sampled} */
    public boolean isVariational() {
        return columns.contains(LOG_VAR + 1);
    }

    /** {@return the names of the traits} */
    public List<String> traits() {
        return columns.subList(1, firstMean);
    }

    /**
     * The values of a trait.
     *
     * @param index the index of the trait, from 0
     * @return one value per example
     */
    public double[] trait(int index) {
        return column(1 + index);
    }

    /**
     * The posterior means of a dimension.
     *
     * @param dimension from 0
     * @return one value per example
     */
    public double[] means(int dimension) {
        return column(firstMean + dimension);
    }

    /**
     * The posterior log-variances of a dimension.
     *
     * @param dimension from 0
     * @return one value per example
     */
    public double[] logVars(int dimension) {
        return column(firstMean + dimensions + dimension);
    }

    /**
     * The mean over the examples of {@code KL(q(z_j|x) || N(0, 1)) = 1/2 (mean² + exp(logVar) - logVar - 1)}.
     *
     * @param dimension from 0
     * @return nats, at least 0
     * @throws IllegalStateException if the table has no log-variances
     */
    public double klNats(int dimension) {
        if (!isVariational()) {
            throw new IllegalStateException("found latents without log-variances, expected those of Gaussians");
        }
        double[] means = means(dimension);
        double[] logVars = logVars(dimension);
        return IntStream.range(0, means.length)
                .mapToDouble(i -> 0.5 * (means[i] * means[i] + Math.exp(logVars[i]) - logVars[i] - 1))
                .average()
                .orElse(0);
    }

    /**
     * The variance over the examples of a dimension's posterior means or codes.
     *
     * @param dimension from 0
     * @return the sample variance, with the divisor n − 1
     */
    public double variance(int dimension) {
        return variance(means(dimension));
    }

    /** {@return the dimensions, from 0, in descending order of their KL from N(0, 1), or of variance if not sampled} */
    public List<Integer> byImportance() {
        return (isVariational() ? Importance.ofKl(this) : Importance.ofVariance(this)).order();
    }

    /**
     * Counts the active units, the dimensions that the encoder uses.
     *
     * @return the number of dimensions whose posterior mean has a variance above 0.01 over the examples
     */
    public int activeUnits() {
        return (int) IntStream.range(0, dimensions)
                .filter(j -> variance(means(j)) > ACTIVE_VARIANCE)
                .count();
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, values.length - 1);
    }

    private double[] column(int index) {
        return rows.stream().mapToDouble(row -> row[index]).toArray();
    }
}
