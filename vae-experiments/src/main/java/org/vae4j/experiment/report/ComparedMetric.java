package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.estimate.Intervals;
import org.vae4j.experiment.report.latent.LatentTable;

/** A metric by which runs are compared, with its value in the files of a run. */
enum ComparedMetric {
    /** The negative ELBO, a bound on −log p(x). */
    NEG_ELBO("−ELBO (nats)", Double.NEGATIVE_INFINITY, run -> test(run, BoundNames.NATS.total())),
    /** The total of an objective whose reconstruction is a loss without a unit. */
    LOSS("loss", Double.NEGATIVE_INFINITY, run -> test(run, BoundNames.LOSS.total())),
    /** The reconstruction term −E log p(x|z). */
    RECONSTRUCTION(
            "reconstruction (nats)",
            Double.NEGATIVE_INFINITY,
            run -> run.evaluation("test").path(BoundNames.NATS.reconstruction())),
    /** The reconstruction term of a loss without a unit. */
    RECONSTRUCTION_LOSS(
            "reconstruction (loss)",
            Double.NEGATIVE_INFINITY,
            run -> run.evaluation("test").path(BoundNames.LOSS.reconstruction())),
    /** The KL divergence of the posterior from the prior. */
    KL("KL (nats)", 0, run -> test(run, "klNats")),
    /** −log p(x), estimated by importance sampling. */
    NEG_LOG_LIKELIHOOD(
            "−log p (nats)", Double.NEGATIVE_INFINITY, run -> run.likelihood().path("negLogLikelihoodNats")),
    /** The number of latent dimensions that the encoder uses. */
    ACTIVE_UNITS("active units", 0, run -> run.diagnostics().path("activeUnits"));

    private final String title;
    private final double least;
    private final Function<RunContents, JsonNode> value;

    ComparedMetric(String title, double least, Function<RunContents, JsonNode> value) {
        this.title = title;
        this.least = least;
        this.value = value;
    }

    /** The value of a test; missing for an autoencoder, for which earlier versions wrote an ELBO that it has not. */
    private static JsonNode test(RunContents run, String key) {
        return run.evaluation("test").path(run.names() == BoundNames.CODE ? "" : key);
    }

    /** The metrics that at least one of the runs has. */
    static List<ComparedMetric> present(List<RunContents> runs) {
        return Arrays.stream(values())
                .filter(metric -> runs.stream().anyMatch(run -> metric.of(run).isPresent()))
                .toList();
    }

    /** The heading of a column, with the unit. */
    String title() {
        return title;
    }

    /** The name without its unit, with a capital for the beginning of a sentence. */
    String spoken() {
        String name = title.replaceFirst(" \\(nats\\)$", "");
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Whether the values are counts. */
    boolean isCount() {
        return this == ACTIVE_UNITS;
    }

    /** The value of a run; empty if the run has none. */
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

    /** The range of possible values: a divergence is at least 0, and at most all dimensions are active. */
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
