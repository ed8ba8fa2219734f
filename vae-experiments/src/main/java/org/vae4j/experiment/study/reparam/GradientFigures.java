package org.vae4j.experiment.study.reparam;

import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;

/** The charts of {@link ReparameterisationStudy}. */
final class GradientFigures {

    private GradientFigures() {}

    static XYChart variance(GradientResults results) {
        XYChart chart = Charts.lines(
                "Variance of a gradient from " + results.trials().get(0).draws() + " draws",
                "dimensions of z",
                "variance, all parameters (nats squared)");
        for (GradientEstimator estimator : GradientEstimator.values()) {
            List<GradientTrial> own = results.trials().stream()
                    .filter(trial -> trial.estimator() == estimator)
                    .toList();
            Charts.series(chart, estimator.label(), own, GradientTrial::latent, GradientTrial::variance);
        }
        chart.getStyler().setYAxisLogarithmic(true);
        return chart;
    }

    static XYChart ascent(GradientResults results) {
        XYChart chart = Charts.lines(
                "Ascent by estimated gradients, " + results.latent() + " latent dimensions",
                "step",
                "ELBO below its optimum (nats)");
        results.ascents().forEach((estimator, trace) -> {
            List<Integer> steps = IntStream.range(0, trace.size()).boxed().toList();
            Charts.series(
                    chart, estimator.label(), steps, step -> step, step -> results.bestElboNats() - trace.get(step));
        });
        chart.getStyler().setYAxisLogarithmic(true);
        return chart;
    }
}
