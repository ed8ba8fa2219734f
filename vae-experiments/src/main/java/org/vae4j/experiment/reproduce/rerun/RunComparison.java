package org.vae4j.experiment.reproduce.rerun;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * Two runs of one configuration, compared by what they came to, and by what was different when they ran.
 *
 * @param verdict whether they came to the same
 * @param tolerance relative, that results may differ by
 * @param parameters of the model; 0 for a study that trains none, or where a run lacks its model
 * @param parametersDiffering how many of them have other bits
 * @param largestParameterDifference absolute
 * @param epochs of the first run
 * @param epochsDiffering how many lines of {@code metrics.jsonl} differ in more than their times
 * @param results numbers of {@code eval/} that differ
 * @param causes what was different when they ran, and may be why
 */
public record RunComparison(
        Verdict verdict,
        double tolerance,
        long parameters,
        long parametersDiffering,
        double largestParameterDifference,
        int epochs,
        int epochsDiffering,
        List<Difference> results,
        List<Difference> causes) {

    private static final List<String> RESULTS = List.of("test.json", "results.json");

    /** What becomes of the parameters. */
    private record Parameters(long count, long differing, double largest) {}

    /**
     * Compares two runs.
     *
     * @param then the first run's directory
     * @param now the second run's
     * @param tolerance relative, that results may differ by, ≥ 0
     * @return the comparison
     */
    public static RunComparison of(Path then, Path now, double tolerance) {
        Parameters parameters = parameters(then, now);
        List<JsonNode> before = RunFiles.in(then).metrics();
        List<JsonNode> after = RunFiles.in(now).metrics();
        int epochsDiffering = Math.abs(before.size() - after.size());
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            epochsDiffering +=
                    JsonLeaves.differences(before.get(i), after.get(i)).isEmpty() ? 0 : 1;
        }
        List<Difference> results = results(then, now);
        boolean close = results.stream().allMatch(d -> d.relative() <= tolerance);
        boolean same = parameters.differing == 0 && epochsDiffering == 0 && results.isEmpty();
        boolean trains = !before.isEmpty() || !after.isEmpty();
        boolean whole = hasResults(then) && hasResults(now) && (!trains || parameters.count > 0);
        Verdict agreement = same ? Verdict.IDENTICAL : close ? Verdict.WITHIN_TOLERANCE : Verdict.DIFFERENT;
        return new RunComparison(
                whole || !close ? agreement : Verdict.NOT_COMPARED,
                tolerance,
                parameters.count,
                parameters.differing,
                parameters.largest,
                before.size(),
                epochsDiffering,
                results,
                Causes.between(then, now));
    }

    /**
     * Words the comparison for a person.
     *
     * @return several lines
     */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        results.forEach(d -> lines.add("  " + d.text() + percent(d)));
        if (verdict == Verdict.WITHIN_TOLERANCE || verdict == Verdict.DIFFERENT) {
            lines.add(
                    causes.isEmpty()
                            ? "nothing that is recorded was different: this should not be, please report it"
                            : "what was different, and may be why:");
        } else if (!causes.isEmpty()) {
            lines.add("although these were different:");
        }
        lines.addAll(causes.stream().map(c -> "  " + c.text()).collect(Collectors.toList()));
        return String.join("\n", lines);
    }

    private String summary() {
        String text = verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (verdict) {
            case IDENTICAL ->
                String.format(
                        Locale.ROOT,
                        "%s: %,d parameters, %d epochs of metrics and the results, bit for bit",
                        text,
                        parameters,
                        epochs);
            case NOT_COMPARED ->
                text + ": one of the runs lacks its results in eval, or its model in checkpoints/last.zip";
            case WITHIN_TOLERANCE, DIFFERENT ->
                String.format(
                        Locale.ROOT,
                        "%s of %.3g %%: %,d of %,d parameters differ, by at most %.3g; %d of %d epochs differ",
                        text,
                        100 * tolerance,
                        parametersDiffering,
                        parameters,
                        largestParameterDifference,
                        epochsDiffering,
                        epochs);
        };
    }

    private static String percent(Difference difference) {
        double relative = difference.relative();
        return Double.isInfinite(relative) ? "" : String.format(Locale.ROOT, " (%.2g %%)", 100 * relative);
    }

    private static boolean hasResults(Path root) {
        return RESULTS.stream().anyMatch(file -> Files.isRegularFile(root.resolve("eval/" + file)));
    }

    private static List<Difference> results(Path then, Path now) {
        List<Difference> differences = new ArrayList<>();
        for (String file : RESULTS) {
            JsonNode before = RunFiles.in(then).json("eval/" + file);
            JsonNode after = RunFiles.in(now).json("eval/" + file);
            differences.addAll(JsonLeaves.differences(before, after));
        }
        return differences;
    }

    private static Parameters parameters(Path then, Path now) {
        Optional<INDArray> before = model(then);
        Optional<INDArray> after = model(now);
        if (before.isEmpty() || after.isEmpty()) {
            return new Parameters(0, 0, 0);
        }
        INDArray a = before.get();
        INDArray b = after.get();
        if (a.length() != b.length()) {
            return new Parameters(a.length(), a.length(), Double.POSITIVE_INFINITY);
        }
        long differing = 0;
        double largest = 0;
        double[] x = a.reshape(a.length()).toDoubleVector();
        double[] y = b.reshape(b.length()).toDoubleVector();
        for (int i = 0; i < x.length; i++) {
            // Bits, so that a NaN equals itself.
            if (Double.doubleToLongBits(x[i]) != Double.doubleToLongBits(y[i])) {
                differing++;
                largest = Math.max(largest, Math.abs(x[i] - y[i]));
            }
        }
        return new Parameters(x.length, differing, largest);
    }

    private static Optional<INDArray> model(Path root) {
        return Files.isRegularFile(root.resolve("checkpoints/last.zip"))
                ? Optional.of(TrainedRun.open(root).model().graph().params())
                : Optional.empty();
    }
}
