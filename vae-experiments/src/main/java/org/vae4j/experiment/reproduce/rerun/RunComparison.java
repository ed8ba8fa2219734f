package org.vae4j.experiment.reproduce.rerun;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * A comparison of two runs of one configuration: of their results, and of the environments that they ran in.
 *
 * @param verdict whether the results are the same
 * @param tolerance the largest relative difference of results that is tolerated
 * @param parameters the number of parameters of the model; 0 if the study trains none or a run lacks its model
 * @param parametersDiffering the number of parameters with different bits
 * @param largestParameterDifference the largest absolute difference of a parameter
 * @param epochs the number of epochs of the first run
 * @param epochsDiffering the number of lines of {@code metrics.jsonl} that differ in more than their times
 * @param results the results in {@code eval/} that differ
 * @param causes the differences between the environments, which may explain the others
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

    /** The comparison of the parameters of two models. */
    private record Parameters(long count, long differing, double largest) {}

    /**
     * Compares two runs.
     *
     * @param then the directory of the first run
     * @param now the directory of the second run
     * @param tolerance the largest relative difference of results that is tolerated, ≥ 0
     * @return the comparison
     */
    public static RunComparison of(Path then, Path now, double tolerance) {
        Parameters parameters = parameters(then, now);
        List<JsonNode> before = RunFiles.in(then).metrics();
        List<JsonNode> after = RunFiles.in(now).metrics();
        int epochsDiffering = differingLines(before, after);
        List<Difference> results = results(then, now);
        boolean close = results.stream().allMatch(d -> d.relative() <= tolerance);
        boolean same = parameters.differing == 0 && epochsDiffering == 0 && results.isEmpty();
        boolean trains = !before.isEmpty() || !after.isEmpty();
        boolean complete = hasResults(then) && hasResults(now) && (!trains || parameters.count > 0);
        Verdict agreement = same ? Verdict.IDENTICAL : close ? Verdict.WITHIN_TOLERANCE : Verdict.DIFFERENT;
        return new RunComparison(
                complete || !close ? agreement : Verdict.NOT_COMPARED,
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
     * Words the comparison.
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
        lines.addAll(causes.stream().map(c -> "  " + c.text()).toList());
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

    /** The number of lines that differ; lines that only one run has count too. */
    private static int differingLines(List<JsonNode> before, List<JsonNode> after) {
        int differing = Math.abs(before.size() - after.size());
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            differing += JsonLeaves.differences(before.get(i), after.get(i)).isEmpty() ? 0 : 1;
        }
        return differing;
    }

    /** Compares the last models; models of different sizes differ in all their parameters. */
    private static Parameters parameters(Path then, Path now) {
        Optional<INDArray> before = model(then);
        Optional<INDArray> after = model(now);
        if (before.isEmpty() || after.isEmpty()) {
            return new Parameters(0, 0, 0);
        }
        long count = before.get().length();
        if (count != after.get().length()) {
            return new Parameters(count, count, Double.POSITIVE_INFINITY);
        }
        long differing = 0;
        double largest = 0;
        double[] valuesThen = before.get().reshape(count).toDoubleVector();
        double[] valuesNow = after.get().reshape(count).toDoubleVector();
        for (int i = 0; i < count; i++) {
            // By their bits, so that a NaN equals itself.
            if (Double.doubleToLongBits(valuesThen[i]) != Double.doubleToLongBits(valuesNow[i])) {
                differing++;
                largest = Math.max(largest, Math.abs(valuesThen[i] - valuesNow[i]));
            }
        }
        return new Parameters(count, differing, largest);
    }

    private static Optional<INDArray> model(Path root) {
        return Files.isRegularFile(root.resolve("checkpoints/last.zip"))
                ? Optional.of(TrainedRun.open(root).model().graph().params())
                : Optional.empty();
    }
}
