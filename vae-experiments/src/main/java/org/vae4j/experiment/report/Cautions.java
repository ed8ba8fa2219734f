package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vae4j.experiment.report.html.EvaluationTables;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.report.text.LogWarnings;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.likelihood.support.Measure;

/** Finds, by rules on the files of a run, the sentences that a reader should know before quoting its numbers. */
final class Cautions {

    /** A bound that changed by less, in nats per example, is not worth a caution. */
    private static final double NOTABLE_CHANGE = 0.5;

    /** A dimension with a lower KL counts as close to the prior. */
    private static final double CLOSE_NATS = 0.01;

    private Cautions() {}

    /** The cautions on a run, each a sentence or more; empty if there are none. */
    static List<String> of(RunContents run) {
        List<String> cautions = new ArrayList<>();
        status(run, cautions);
        code(run.provenance().path("code"), cautions);
        imported(run.provenance(), cautions);
        data(run, cautions);
        training(run, cautions);
        latents(run, cautions);
        information(run, cautions);
        // A number that is missing must not look like one that was never asked for.
        run.unreadable()
                .forEach(file -> cautions.add("The file " + file
                        + " is damaged: what it held is missing here. Restore it from a copy, or make it again."));
        LogWarnings.standing(run.logged()).forEach(line -> cautions.add("The log says: " + line));
        return cautions;
    }

    private static void status(RunContents run, List<String> cautions) {
        Optional<RunStatus> status = run.status();
        if (status.isEmpty()) {
            cautions.add(
                    "This directory has no status.json that can be read: it does not say whether its run ended well.");
        } else if (status.get().state() != RunState.DONE) {
            cautions.add("The run is not done: "
                    + status.get().state().name().toLowerCase(Locale.ROOT)
                    + status.get().reason().map(reason -> " (" + reason + ")").orElse("")
                    + ".");
        }
    }

    private static void code(JsonNode code, List<String> cautions) {
        if (code.path("dirty").asText().equals("true")) {
            cautions.add("The code had uncommitted changes: the commit alone does not give this run again.");
        }
    }

    /** A run that trained imported weights further keeps the record of the import below its own provenance. */
    private static void imported(JsonNode provenance, List<String> cautions) {
        JsonNode record = provenance.findPath("imported");
        if (record.isObject()) {
            cautions.add(
                    "The weights were imported from " + record.path("file").asText() + " (SHA-256 "
                            + Words.cutHashes(record.path("sha256").asText())
                            + "): another program trained them, whatever the configuration says of training, its epochs included.");
        }
    }

    private static void data(RunContents run, List<String> cautions) {
        run.data().ifPresent(own -> {
            if (!own.absence().isEmpty()) {
                cautions.add(own.absence());
            }
            if (own.shape().size() == 1) {
                cautions.add("The data are a table of " + own.shape().get(0) + " columns, so there are no pictures.");
            }
            if (!own.means().isEmpty()) {
                cautions.add("The values were standardised by the training part's means and deviations, which data.json"
                        + " keeps: the numbers in nats are of standardised values.");
            }
        });
        JsonNode limit = run.config().path("data").path("limit");
        if (limit.isNumber()) {
            cautions.add(String.format(Locale.ROOT, "Only the first %,d training examples were used.", limit.asLong()));
        }
        if (run.protocol()
                .filter(protocol -> protocol.measure() == Measure.LOSS)
                .isPresent()) {
            cautions.add(
                    "The reconstruction is measured by a loss that is no logarithm of a density: there is no ELBO,"
                            + " only the KL is in nats, and the numbers compare only with those of the same loss on the same data.");
        }
        if (isGrey(run)) {
            cautions.add(
                    "A Bernoulli likelihood of values between 0 and 1 is not a normalised density: its nats compare"
                            + " with those of other runs on the same values, not with those on binarised ones.");
        }
    }

    /**
     * Whether a Bernoulli likelihood is taken of values between 0 and 1. The protocol of the run tells; without one,
     * its configuration.
     */
    static boolean isGrey(RunContents run) {
        return run.protocol()
                .map(protocol -> protocol.measure() == Measure.CROSS_ENTROPY)
                .orElseGet(() ->
                        run.config().path("model").path("likelihood").asText().equals("bernoulli")
                                && run.config()
                                        .path("data")
                                        .path("binarisation")
                                        .asText()
                                        .equals("none"));
    }

    private static void training(RunContents run, List<String> cautions) {
        HeldOutCurve held = run.trainedBound()
                .map(bound -> HeldOutCurve.ofTrained(run.metrics(), bound, diagnosedExamples(run)))
                .filter(HeldOutCurve::hasSteps)
                .orElseGet(() -> HeldOutCurve.ofTotal(
                        run.metrics(), run.names(), run.heldOutPart(), !ObjectiveCharts.differs(run)));
        if (!held.hasSteps()) {
            return;
        }
        double rise = held.last().value() - held.best().value();
        double fall = held.beforeLast().value() - held.last().value();
        if (rise > NOTABLE_CHANGE) {
            cautions.add(String.format(
                    Locale.ROOT,
                    held.minimised()
                            ? "The model overfits: its %s on %s was %.2f%s lower after epoch %d than at the end."
                            : "The %s, which is not what was minimised, was on %s %.2f%s lower after epoch %d than at the"
                                    + " end.",
                    held.title(),
                    held.examples(),
                    rise,
                    held.unit(),
                    held.best().epoch()));
        } else if (fall > NOTABLE_CHANGE) {
            cautions.add(String.format(
                    Locale.ROOT,
                    held.minimised()
                            ? "Training was not over: the %s on %s still fell by %.2f%s from epoch %d to epoch %d."
                            : "The %s, which is not what was minimised, on %s still fell by %.2f%s from epoch %d to epoch"
                                    + " %d.",
                    held.title(),
                    held.examples(),
                    fall,
                    held.unit(),
                    held.beforeLast().epoch(),
                    held.last().epoch()));
        }
    }

    /** The examples whose bounds the diagnostics have, in words. */
    private static String diagnosedExamples(RunContents run) {
        return run.metrics().stream()
                .map(line -> line.at("/diagnostics/elboGapExamples"))
                .filter(JsonNode::isNumber)
                .findFirst()
                .map(count -> run.examples(run.heldOutPart(), count.asLong()))
                .orElse("");
    }

    private static void information(RunContents run, List<String> cautions) {
        JsonNode found = run.diagnostics();
        if (EvaluationTables.isAtTheCap(found)) {
            long examples = found.path("examples").asLong();
            cautions.add(String.format(
                    Locale.ROOT,
                    "The mutual information of example and z, %.2f nats, is close to log %,d = %.2f nats, the most that so"
                            + " many examples can show: it tells their number rather than the model.",
                    found.path("mutualInformationNats").asDouble(),
                    examples,
                    Math.log(examples)));
        }
    }

    private static void latents(RunContents run, List<String> cautions) {
        if (!run.hasIndependentDimensions()) {
            return;
        }
        run.latents().filter(LatentTable::isVariational).ifPresent(latents -> {
            long near = latents.byImportance().stream()
                    .filter(d -> latents.klNats(d) < CLOSE_NATS)
                    .count();
            if (near > 0) {
                String which = near == latents.dimensions() ? "all " + near : near + " of " + latents.dimensions();
                cautions.add(String.format(
                        Locale.ROOT,
                        "The posterior is close to the prior in %s latent dimensions: their KL is below %s nats, a mean"
                                + " over %s. (Active units are counted by another rule, the variance of the %s.)",
                        which,
                        CLOSE_NATS,
                        run.examples("test", latents.size()),
                        run.space().locationName()));
            }
        });
    }
}
