package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.likelihood.support.Measure;

/** What a reader should know before quoting a run's numbers; found by rule, from its files. */
final class Cautions {

    /** Nats per example over the last epoch; less is not worth a warning. */
    private static final double STILL_FALLING = 0.5;

    private static final double UNUSED_NATS = 0.01;

    private Cautions() {}

    static List<String> of(RunContents run) {
        List<String> cautions = new ArrayList<>();
        status(run, cautions);
        code(run.provenance().path("code"), cautions);
        imported(run.provenance(), cautions);
        data(run, cautions);
        training(run, cautions);
        latents(run, cautions);
        // A number that is missing must not look like one that was never asked for.
        run.unreadable()
                .forEach(file -> cautions.add("The file " + file
                        + " is damaged: what it held is missing here. Restore it from a copy, or make it again."));
        run.logged().forEach(line -> cautions.add("The log says: " + line));
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

    /** What completed an import has a provenance of its own, with that of the import behind it. */
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
                        + " keeps: nats are of standardised values.");
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
                            + " nothing but the KL is in nats, and the numbers compare with the same loss on the same data alone.");
        }
        if (isGrey(run)) {
            cautions.add(
                    "A Bernoulli likelihood on grey values is not a normalised density: its nats compare with other"
                            + " runs on the same grey images, not with binarised ones.");
        }
    }

    /** Whether values are grey: the protocol decides where there is one, the configuration elsewhere. */
    private static boolean isGrey(RunContents run) {
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
        List<JsonNode> metrics = run.metrics();
        List<JsonNode> held = metrics.stream()
                .filter(l -> negElbo(l, heldOut(metrics)).isNumber())
                .toList();
        if (held.size() < 2) {
            return;
        }
        String part = heldOut(metrics);
        JsonNode last = held.get(held.size() - 1);
        JsonNode best = held.stream()
                .min(Comparator.comparingDouble(l -> negElbo(l, part).asDouble()))
                .orElse(last);
        BoundNames names = run.names();
        double rise = negElbo(last, part).asDouble() - negElbo(best, part).asDouble();
        double fall = negElbo(held.get(held.size() - 2), part).asDouble()
                - negElbo(last, part).asDouble();
        if (rise > STILL_FALLING) {
            cautions.add(String.format(
                    Locale.ROOT,
                    "The model overfits: its %s on %s examples was %.2f%s lower after epoch %d than at the end.",
                    names.title(),
                    name(part),
                    rise,
                    names.suffix(),
                    best.path("epoch").asInt()));
        } else if (fall > STILL_FALLING) {
            cautions.add(String.format(
                    Locale.ROOT,
                    "Training was not over: the last epoch still took %.2f%s off the %s on %s examples.",
                    fall,
                    names.suffix(),
                    names.title(),
                    name(part)));
        }
    }

    private static String name(String part) {
        return part.equals("valid") ? "validation" : part;
    }

    private static String heldOut(List<JsonNode> metrics) {
        return metrics.stream().anyMatch(l -> negElbo(l, "valid").isNumber()) ? "valid" : "test";
    }

    private static JsonNode negElbo(JsonNode line, String part) {
        return line.path(part).path(BoundNames.in(line.path(part)).total());
    }

    private static void latents(RunContents run, List<String> cautions) {
        if (!run.hasIndependentDimensions()) {
            return;
        }
        run.latents().filter(LatentTable::isVariational).ifPresent(latents -> {
            long unused = latents.byImportance().stream()
                    .filter(d -> latents.klNats(d) < UNUSED_NATS)
                    .count();
            if (unused > 0) {
                cautions.add(unused + " of " + latents.dimensions() + " latent dimensions tell less than " + UNUSED_NATS
                        + " nats: " + (unused == latents.dimensions() ? "the posterior has collapsed." : "not used."));
            }
        });
    }
}
