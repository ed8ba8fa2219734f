package org.vae4j.experiment.study.marginal;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.study.marginal.EvidenceResults.RunningEstimate;

/** The charts of {@link MarginalLikelihoodStudy}. */
final class EvidenceFigures {

    private static final String ERROR = "root mean square error of log p(x) (nats)";

    private EvidenceFigures() {}

    static XYChart oneRun(EvidenceResults results) {
        XYChart chart = Charts.lines(
                "One run of each estimator, " + results.latent() + " latent dimensions",
                "samples of z",
                "estimate of log p(x) (nats)");
        results.oneRun()
                .forEach((estimator, run) -> Charts.series(
                        chart, estimator.label(), run, RunningEstimate::samples, RunningEstimate::logEvidenceNats));
        // The first few naive estimates can be hundreds of nats too low, so they do not count for the axis.
        double lowest = results.oneRun().values().stream()
                .mapToDouble(run -> run.get(run.size() / 4).logEvidenceNats())
                .reduce(results.exactLogEvidenceNats(), Math::min);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(Math.floor(lowest - 5));
        return chart;
    }

    static XYChart bySamples(List<EvidenceTrial> trials) {
        XYChart chart = Charts.lines(
                "Error against samples, " + trials.get(0).latent() + " latent dimensions", "samples of z", ERROR);
        addErrors(chart, trials, EvidenceTrial::samples);
        chart.getStyler().setXAxisLogarithmic(true);
        return chart;
    }

    static XYChart byDimension(List<EvidenceTrial> trials) {
        XYChart chart = Charts.lines(
                "Error against latent dimensions, " + trials.get(0).samples() + " samples", "dimensions of z", ERROR);
        addErrors(chart, trials, EvidenceTrial::latent);
        return chart;
    }

    private static void addErrors(XYChart chart, List<EvidenceTrial> trials, ToDoubleFunction<EvidenceTrial> x) {
        for (EvidenceEstimator estimator : List.of(EvidenceEstimator.PRIOR, EvidenceEstimator.MEAN_FIELD)) {
            // With one latent dimension the diagonal Gaussian is the posterior. An error of 0 has no place on this
            // axis.
            List<EvidenceTrial> own = trials.stream()
                    .filter(t -> t.estimator() == estimator && t.rootMeanSquareErrorNats() > 1e-9)
                    .toList();
            if (!own.isEmpty()) {
                Charts.series(chart, estimator.label(), own, x, EvidenceTrial::rootMeanSquareErrorNats);
            }
        }
        chart.getStyler().setYAxisLogarithmic(true);
    }
}
