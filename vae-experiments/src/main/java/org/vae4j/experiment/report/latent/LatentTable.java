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
 * <p>Columns: {@code example}, then what is known of it ({@code label}, or the names of its factors), then
 * {@code mean1} to {@code meanN} and, where the latent is sampled, {@code logVar1} to {@code logVarN}.
 */
public final class LatentTable {

    private static final String MEAN = "mean";
    private static final String LOG_VAR = "logVar";
    private static final String EXAMPLE = "example";

    private final List<String> columns;
    private final List<double[]> rows;
    private final int firstMean;
    private final int dimensions;

    /**
     * A table.
     *
     * @param traits names of what is known of an example: {@code label}, or factors
     * @param dimensions of z
     * @param variational whether there are log-variances
     * @param rows each: example, traits, means, log-variances
     */
    public LatentTable(List<String> traits, int dimensions, boolean variational, List<double[]> rows) {
        this(header(traits, dimensions, variational), rows);
    }

    private LatentTable(List<String> columns, List<double[]> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
        this.firstMean = columns.indexOf(MEAN + 1);
        this.dimensions =
                (int) columns.stream().filter(c -> c.matches(MEAN + "\\d+")).count();
        if (firstMean < 1 || !columns.subList(firstMean, columns.size()).equals(latents())) {
            throw new IllegalArgumentException("found columns " + columns
                    + ", expected example, traits, mean1 to meanN and, for a sampled latent, logVar1 to logVarN");
        }
        List<String> expected = header(traits(), dimensions, isVariational());
        if (!columns.equals(expected)) {
            throw new IllegalArgumentException("found columns " + columns + ", expected " + expected);
        }
    }

    /** What must stand behind the traits, since columns are found by counting. */
    private List<String> latents() {
        return Stream.concat(numbered(MEAN, dimensions), isVariational() ? numbered(LOG_VAR, dimensions) : Stream.of())
                .toList();
    }

    private static List<String> header(List<String> traits, int dimensions, boolean variational) {
        return Stream.of(
                        Stream.of(EXAMPLE),
                        traits.stream().map(name -> name.replaceAll("[,\\s]+", " ")),
                        numbered(MEAN, dimensions),
                        variational ? numbered(LOG_VAR, dimensions) : Stream.<String>empty())
                .flatMap(s -> s)
                .toList();
    }

    private static Stream<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> name + i);
    }

    /**
     * Writes it; a reader never sees half a file.
     *
     * @param file whose folder exists
     * @throws IOException when it cannot be written
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
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf((float) value);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file the file
     * @return nothing when it is not there or not such a table
     */
    public static Optional<LatentTable> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            List<double[]> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                rows.add(Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
            List<String> header = List.of(lines.get(0).split(","));
            boolean whole = rows.stream().allMatch(row -> row.length == header.size());
            return whole && !rows.isEmpty() ? Optional.of(new LatentTable(header, rows)) : Optional.empty();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** {@return how many examples} */
    public int size() {
        return rows.size();
    }

    /** {@return dimensions of z} */
    public int dimensions() {
        return dimensions;
    }

    /** {@return whether the latent is sampled} */
    public boolean isVariational() {
        return columns.contains(LOG_VAR + 1);
    }

    /** {@return the names of what is known of an example} */
    public List<String> traits() {
        return columns.subList(1, firstMean);
    }

    /**
     * What is known of the examples.
     *
     * @param index of the trait
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
     * The mean over the examples of {@code KL(q(z_j|x) || N(0, 1)) = 1/2 (mean^2 + exp(logVar) - logVar - 1)}.
     *
     * @param dimension from 0
     * @return nats, at least 0
     * @throws IllegalStateException where there are no log-variances
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
     * @return with n - 1
     */
    public double variance(int dimension) {
        return variance(means(dimension));
    }

    /** {@return the dimensions, from 0, ordered by their KL from N(0, 1) where they are sampled, else by variance} */
    public List<Integer> byImportance() {
        return (isVariational() ? Importance.ofKl(this) : Importance.ofVariance(this)).order();
    }

    /**
     * The dimensions that the encoder uses, as Burda et al. 2015 count them.
     *
     * @return how many have a posterior mean whose variance over the examples is above 0.01
     */
    public int activeUnits() {
        return (int) IntStream.range(0, dimensions)
                .filter(j -> variance(means(j)) > 0.01)
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
