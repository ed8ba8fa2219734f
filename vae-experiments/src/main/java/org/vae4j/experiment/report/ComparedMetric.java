package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.Intervals;
import org.vae4j.experiment.report.latent.LatentTable;

/** A number of a finished run that others have too: what runs are compared by. */
enum ComparedMetric {
    /** The total of a bound on log p(x). */
    NEG_ELBO("−ELBO (nats)", Double.NEGATIVE_INFINITY, run -> test(run, BoundNames.NATS.total())),
    /** The total of a loss. */
    LOSS("loss", Double.NEGATIVE_INFINITY, run -> test(run, BoundNames.LOSS.total())),
    /** −E log p(x|z). */
    RECONSTRUCTION(
            "reconstruction (nats)",
            Double.NEGATIVE_INFINITY,
            run -> run.evaluation("test").path(BoundNames.NATS.reconstruction())),
    /** The reconstruction of a loss without a unit. */
    RECONSTRUCTION_LOSS(
            "reconstruction (loss)",
            Double.NEGATIVE_INFINITY,
            run -> run.evaluation("test").path(BoundNames.LOSS.reconstruction())),
    /** The divergence from the prior. */
    KL("KL (nats)", 0, run -> test(run, "klNats")),
    /** Estimated by importance sampling. */
    NEG_LOG_LIKELIHOOD(
            "−log p (nats)", Double.NEGATIVE_INFINITY, run -> run.likelihood().path("negLogLikelihoodNats")),
    /** Dimensions in use. */
    ACTIVE_UNITS("active units", 0, run -> run.diagnostics().path("activeUnits"));

    private final String title;
    private final double least;
    private final Function<RunContents, JsonNode> value;

    ComparedMetric(String title, double least, Function<RunContents, JsonNode> value) {
        this.title = title;
        this.least = least;
        this.value = value;
    }

    /** A code has neither an ELBO nor a KL, whatever an earlier version wrote. */
    private static JsonNode test(RunContents run, String key) {
        return run.evaluation("test").path(run.names() == BoundNames.CODE ? "" : key);
    }

    /** Those that any of the runs has. */
    static List<ComparedMetric> present(List<RunContents> runs) {
        return Arrays.stream(values())
                .filter(metric -> runs.stream().anyMatch(run -> metric.of(run).isPresent()))
                .toList();
    }

    /** What stands at the head of its column. */
    String title() {
        return title;
    }

    /** Its name without its unit, at the beginning of a sentence. */
    String spoken() {
        String name = title.replaceFirst(" \\(nats\\)$", "");
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Whether its values are whole numbers by their nature. */
    boolean isCount() {
        return this == ACTIVE_UNITS;
    }

    /** The run's value, if it has one. */
    OptionalDouble of(RunContents run) {
        JsonNode found = value.apply(run);
        if (found.isNumber()) {
            return OptionalDouble.of(found.asDouble());
        }
        return this == ACTIVE_UNITS
                ? run.latents()
                        .filter(LatentTable::isVariational)
                        .map(latents -> OptionalDouble.of(latents.activeUnits()))
                        .orElse(OptionalDouble.empty())
                : OptionalDouble.empty();
    }

    /** The values that it can have: a divergence is none below 0, and no more units are active than there are. */
    Intervals.Range range(List<RunContents> runs) {
        double most = this == ACTIVE_UNITS
                ? runs.stream()
                        .mapToDouble(
                                run -> run.config().path("model").path("latent").asDouble(Double.MAX_VALUE))
                        .max()
                        .orElse(Double.MAX_VALUE)
                : Double.POSITIVE_INFINITY;
        return new Intervals.Range(least, most);
    }
}
