package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.formula.TrainedBound;
import org.vae4j.experiment.report.html.Digits;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.latent.LatentNames;
import org.vae4j.experiment.report.latent.LatentTable;

/** The numbers that a page of a run begins with. */
final class KeyNumbers {

    private static final int MOST_RESULTS = 8;

    private KeyNumbers() {}

    static List<Page.KeyNumber> of(RunContents run) {
        List<Page.KeyNumber> numbers = new ArrayList<>();
        run.trainedBound().ifPresent(bound -> trained(run, bound, numbers));
        totals(run, numbers);
        run.evaluations().forEach((name, node) -> {
            if (name.startsWith("nll") && node.path("negLogLikelihoodNats").isNumber()) {
                numbers.add(nats(
                        "−log " + run.notation().evidence() + ", importance-sampled",
                        node.path("negLogLikelihoodNats"),
                        node.path("standardError"),
                        "nats per example, " + counted(node.path("samples"), "draw") + ", "
                                + counted(node.path("examples"), "example") + epoch(node)
                                + (Cautions.isGrey(run) ? "; p(x|z) is no density of values between 0 and 1" : "")));
            } else if (name.startsWith("bdmc") && node.path("gapNats").isNumber()) {
                numbers.add(nats(
                        "gap of the bounds of log " + run.notation().evidence(),
                        node.path("gapNats"),
                        node.path("gapStandardError"),
                        "nats per example, " + counted(node.path("examples"), "example") + " drawn from the model, "
                                + counted(node.path("temperatures"), "temperature") + epoch(node)));
            }
        });
        active(run, numbers);
        epochs(run, numbers);
        results(run, numbers);
        run.status()
                .ifPresent(s -> numbers.add(new Page.KeyNumber(
                        "time", Words.duration(s.seconds()), "", "the last execution, evaluations included")));
        return numbers;
    }

    /** Of runs before there was a file of it, the few examples of the diagnostics alone. */
    private static void trained(RunContents run, TrainedBound bound, List<Page.KeyNumber> numbers) {
        JsonNode measured = run.evaluation("bound");
        JsonNode diagnostics = run.evaluation("test").path("diagnostics");
        JsonNode few = diagnostics.path(ObjectiveCharts.BOUNDS).path(String.valueOf(bound.draws()));
        if (measured.path("negBoundNats").isNumber()) {
            numbers.add(nats(
                    bound.title().replace("k = ", "k\u00a0=\u00a0") + ", test",
                    measured.path("negBoundNats"),
                    measured.path("standardErrorNats"),
                    "nats per example"));
        } else if (few.isNumber()) {
            numbers.add(nats(
                    bound.title().replace("k = ", "k\u00a0=\u00a0") + ", test",
                    few,
                    MissingNode.getInstance(),
                    "nats per example, "
                            + run.examples(
                                    "test", diagnostics.path("elboGapExamples").asLong())));
        }
    }

    private static void totals(RunContents run, List<Page.KeyNumber> numbers) {
        JsonNode test = run.evaluation("test");
        BoundNames names = run.names();
        if (!test.path(names.total()).isNumber()) {
            return;
        }
        String unit =
                names.perExample() + (ObjectiveCharts.isOfSeveralNetworks(run) ? "; no network minimises it" : "");
        JsonNode none = MissingNode.getInstance();
        numbers.add(nats(names.title() + ", test", test.path(names.total()), test.path(names.standardError()), unit));
        if (names.hasKl()) {
            numbers.add(nats("reconstruction, test", test.path(names.reconstruction()), none, names.perExample()));
            numbers.add(nats("KL, test", test.path("klNats"), none, BoundNames.NATS.perExample()));
        }
    }

    private static String epoch(JsonNode evaluation) {
        return ", model of epoch " + evaluation.path("epoch").asText("?");
    }

    private static void epochs(RunContents run, List<Page.KeyNumber> numbers) {
        if (run.metrics().isEmpty()) {
            return;
        }
        int epochs = run.metrics().get(run.metrics().size() - 1).path("epoch").asInt();
        double seconds = run.metrics().stream()
                .mapToDouble(l -> l.path("seconds").asDouble())
                .sum();
        numbers.add(new Page.KeyNumber("epochs", String.valueOf(epochs), "", "training: " + Words.duration(seconds)));
    }

    /** As many digits as the error shows. */
    private static Page.KeyNumber nats(String label, JsonNode value, JsonNode error, String note) {
        boolean known = error.isNumber();
        return new Page.KeyNumber(
                label,
                Words.fixed(value.asDouble(), known ? Digits.decimals(error.asDouble()) : 2),
                known ? Digits.ofError(error.asDouble()) : "",
                known ? note + "; ±\u00a0standard error" : note);
    }

    /** "1 draw", "5,000 draws". */
    private static String counted(JsonNode count, String what) {
        return count.isNumber()
                ? String.format(Locale.ROOT, "%,d %s%s", count.asLong(), what, count.asLong() == 1 ? "" : "s")
                : "? " + what + "s";
    }

    private static void active(RunContents run, List<Page.KeyNumber> numbers) {
        JsonNode diagnostics = run.diagnostics();
        if (diagnostics.path("activeUnits").isNumber()) {
            // A prior whose dimensions are not independent has no divergence per dimension.
            int all = Math.max(
                    diagnostics.path("klPerDimensionNats").size(),
                    diagnostics.path("posteriorMeanVariance").size());
            numbers.add(new Page.KeyNumber(
                    "active units",
                    diagnostics.path("activeUnits").asText(),
                    "",
                    (all > 0 ? "of " + all + "; " : "") + levels(diagnostics) + threshold(run)));
        } else {
            run.latents()
                    .filter(LatentTable::isVariational)
                    .ifPresent(latents -> numbers.add(new Page.KeyNumber(
                            "active units",
                            String.valueOf(latents.activeUnits()),
                            "",
                            "of " + latents.dimensions() + "; " + threshold(run))));
        }
    }

    /** What makes a unit active. */
    private static String threshold(RunContents run) {
        return "variance of the " + run.space().locationName() + " >\u00a00.01";
    }

    /** The numbers of several levels, from the one next to the data on; empty for one. */
    private static String levels(JsonNode diagnostics) {
        if (!diagnostics.path("levels").isArray()) {
            return "";
        }
        List<String> levels = new ArrayList<>();
        diagnostics
                .path("levels")
                .forEach(level -> levels.add(String.format(
                        Locale.ROOT,
                        "%s: %d of %d, KL %.2f nats",
                        LatentNames.level(levels.size()),
                        level.path("activeUnits").asInt(),
                        level.path("dimensions").asInt(),
                        level.path("klNats").asDouble())));
        return String.join("; ", levels) + "; ";
    }

    /** The first plain numbers of the results of studies that train no model. */
    private static void results(RunContents run, List<Page.KeyNumber> numbers) {
        if (!numbers.isEmpty()) {
            return;
        }
        for (var result : run.evaluation("results").properties()) {
            if (result.getValue().isNumber() && numbers.size() < MOST_RESULTS) {
                numbers.add(new Page.KeyNumber(
                        Words.label(result.getKey()),
                        Words.number(result.getValue().asDouble()),
                        "",
                        ""));
            }
        }
    }
}
