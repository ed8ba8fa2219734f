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

/** Selects the key numbers at the head of a run's page: bounds, likelihoods, active units, epochs and the time. */
final class KeyNumbers {

    private static final int MAX_RESULTS = 8;
    /** The number of decimals of nats whose error is not known. */
    private static final int DECIMALS_WITHOUT_ERROR = 2;

    private final RunContents run;
    private final List<Page.KeyNumber> numbers = new ArrayList<>();

    private KeyNumbers(RunContents run) {
        this.run = run;
    }

    /** The key numbers of a run, the most important first. */
    static List<Page.KeyNumber> of(RunContents run) {
        KeyNumbers selected = new KeyNumbers(run);
        run.trainedBound().ifPresent(selected::addTrainedBound);
        selected.addTotals();
        run.evaluations().forEach(selected::addLikelihood);
        selected.addActiveUnits();
        selected.addEpochs();
        if (selected.numbers.isEmpty()) {
            selected.addResultsOfStudy();
        }
        selected.addTime();
        return selected.numbers;
    }

    private void addLikelihood(String name, JsonNode evaluation) {
        if (name.startsWith("nll") && evaluation.path("negLogLikelihoodNats").isNumber()) {
            numbers.add(nats(
                    "−log " + run.notation().evidence() + ", importance-sampled",
                    evaluation.path("negLogLikelihoodNats"),
                    evaluation.path("standardError"),
                    "nats per example, " + counted(evaluation.path("samples"), "draw") + ", "
                            + counted(evaluation.path("examples"), "example") + epoch(evaluation)
                            + (Cautions.isGrey(run) ? "; p(x|z) is no density of values between 0 and 1" : "")));
        } else if (name.startsWith("bdmc") && evaluation.path("gapNats").isNumber()) {
            numbers.add(nats(
                    "gap of the bounds of log " + run.notation().evidence(),
                    evaluation.path("gapNats"),
                    evaluation.path("gapStandardError"),
                    "nats per example, " + counted(evaluation.path("examples"), "example") + " drawn from the model, "
                            + counted(evaluation.path("temperatures"), "temperature") + epoch(evaluation)));
        }
    }

    private void addTime() {
        run.status()
                .ifPresent(status -> numbers.add(new Page.KeyNumber(
                        "time", Words.duration(status.seconds()), "", "the last execution, evaluations included")));
    }

    /** Adds the trained bound. Runs of earlier versions have it only for the few examples of the diagnostics. */
    private void addTrainedBound(TrainedBound bound) {
        JsonNode measured = run.evaluation("bound");
        JsonNode diagnostics = run.evaluation("test").path("diagnostics");
        JsonNode diagnosed = diagnostics.path(ObjectiveCharts.BOUNDS).path(String.valueOf(bound.draws()));
        String label = bound.title().replace("k = ", "k\u00a0=\u00a0") + ", test";
        if (measured.path("negBoundNats").isNumber()) {
            numbers.add(
                    nats(label, measured.path("negBoundNats"), measured.path("standardErrorNats"), "nats per example"));
        } else if (diagnosed.isNumber()) {
            numbers.add(nats(
                    label,
                    diagnosed,
                    MissingNode.getInstance(),
                    "nats per example, "
                            + run.examples(
                                    "test", diagnostics.path("elboGapExamples").asLong())));
        }
    }

    private void addTotals() {
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

    private void addEpochs() {
        if (run.metrics().isEmpty()) {
            return;
        }
        int epochs = run.metrics().get(run.metrics().size() - 1).path("epoch").asInt();
        double seconds = run.metrics().stream()
                .mapToDouble(line -> line.path("seconds").asDouble())
                .sum();
        numbers.add(new Page.KeyNumber("epochs", String.valueOf(epochs), "", "training: " + Words.duration(seconds)));
    }

    /** A number of nats with as many decimals as its standard error has. */
    private static Page.KeyNumber nats(String label, JsonNode value, JsonNode error, String note) {
        boolean hasError = error.isNumber();
        return new Page.KeyNumber(
                label,
                Words.fixed(value.asDouble(), hasError ? Digits.decimals(error.asDouble()) : DECIMALS_WITHOUT_ERROR),
                hasError ? Digits.ofError(error.asDouble()) : "",
                hasError ? note + "; ±\u00a0standard error" : note);
    }

    /** A count with its noun, for example "1 draw" or "5,000 draws". */
    private static String counted(JsonNode count, String what) {
        return count.isNumber()
                ? String.format(Locale.ROOT, "%,d %s%s", count.asLong(), what, count.asLong() == 1 ? "" : "s")
                : "? " + what + "s";
    }

    private void addActiveUnits() {
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
                    (all > 0 ? "of " + all + "; " : "") + levels(diagnostics) + activityRule()));
        } else {
            run.latents()
                    .filter(LatentTable::isVariational)
                    .ifPresent(latents -> numbers.add(new Page.KeyNumber(
                            "active units",
                            String.valueOf(latents.activeUnits()),
                            "",
                            "of " + latents.dimensions() + "; " + activityRule())));
        }
    }

    /** The rule by which a unit counts as active. */
    private String activityRule() {
        return "variance of the " + run.space().locationName() + " >\u00a00.01";
    }

    /** The active units and KL of several levels, the level next to the data first; empty for a single level. */
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

    /** Adds the first plain numbers of the results of a study that trains no model. */
    private void addResultsOfStudy() {
        for (var result : run.evaluation("results").properties()) {
            if (result.getValue().isNumber() && numbers.size() < MAX_RESULTS) {
                numbers.add(new Page.KeyNumber(
                        Words.label(result.getKey()),
                        Words.number(result.getValue().asDouble()),
                        "",
                        ""));
            }
        }
    }
}
