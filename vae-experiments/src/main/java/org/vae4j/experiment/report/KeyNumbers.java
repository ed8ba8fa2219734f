package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.config.BoundNames;
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
        JsonNode test = run.evaluation("test");
        BoundNames names = run.names();
        if (test.path(names.total()).isNumber()) {
            String unit = names.perExample();
            JsonNode none = MissingNode.getInstance();
            numbers.add(
                    nats(names.title() + ", test", test.path(names.total()), test.path(names.standardError()), unit));
            if (names.hasKl()) {
                numbers.add(nats("reconstruction, test", test.path(names.reconstruction()), none, unit));
                numbers.add(nats("KL, test", test.path("klNats"), none, BoundNames.NATS.perExample()));
            }
        }
        run.evaluations().forEach((name, node) -> {
            if (name.startsWith("nll") && node.path("negLogLikelihoodNats").isNumber()) {
                numbers.add(nats(
                        "−log " + run.notation().evidence() + ", importance-sampled",
                        node.path("negLogLikelihoodNats"),
                        node.path("standardError"),
                        "nats per example, " + counted(node, "sample") + ", " + counted(node, "example")
                                + ", model of epoch "
                                + node.path("epoch").asText("?")));
            } else if (name.startsWith("bdmc") && node.path("gapNats").isNumber()) {
                numbers.add(nats(
                        "gap of the bounds of log " + run.notation().evidence(),
                        node.path("gapNats"),
                        node.path("gapStandardError"),
                        "nats per example, " + counted(node, "example") + " of the model itself, "
                                + counted(node, "temperature") + ", model of epoch "
                                + node.path("epoch").asText("?")));
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

    private static Page.KeyNumber nats(String label, JsonNode value, JsonNode error, String note) {
        String uncertain = error.isNumber() ? text(error.asDouble()) : "";
        return new Page.KeyNumber(
                label,
                text(value.asDouble()),
                uncertain,
                uncertain.isEmpty() ? note : note + "; ±\u00a0standard error");
    }

    /** "1 sample", "5000 samples". */
    private static String counted(JsonNode node, String what) {
        String count = node.path(what + "s").asText("?");
        return count + " " + what + (count.equals("1") ? "" : "s");
    }

    private static String text(double nats) {
        return Words.fixed(nats, 2);
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

    /** The numbers of several stochastic layers, from the one next to the data on; empty for one. */
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
