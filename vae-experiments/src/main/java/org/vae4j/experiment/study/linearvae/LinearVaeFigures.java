package org.vae4j.experiment.study.linearvae;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;

/** The charts of {@link LinearVaeStudy}. */
final class LinearVaeFigures {

    private static final double LEAST_GAP_NATS = 1e-12;

    private LinearVaeFigures() {}

    static XYChart gaps(List<LinearVaeTraining> starts) {
        XYChart chart = Charts.lines(
                "Linear VAE of " + starts.get(0).problem().exact().size() + " latents",
                "iteration of L-BFGS",
                "log-likelihood minus ELBO (nats per image)");
        for (int start = 0; start < starts.size(); start++) {
            List<Double> gaps = starts.get(start).gapsNats();
            List<Integer> iterations = IntStream.range(0, gaps.size()).boxed().toList();
            // At the end rounding may leave a gap of 0 or below, which has no place on a logarithmic axis.
            Charts.series(
                    chart, "start " + (start + 1), iterations, i -> i, i -> Math.max(gaps.get(i), LEAST_GAP_NATS));
        }
        chart.getStyler().setYAxisLogarithmic(true);
        return chart;
    }

    static XYChart kl(List<LinearVaeOutcome> outcomes) {
        XYChart chart = Charts.points("KL of each latent to the prior", "latent, by its KL", "nats per image");
        Set<String> titles = new HashSet<>();
        for (LinearVaeOutcome outcome : outcomes) {
            String title = outcome.data() + String.format(Locale.ROOT, ", σ² = %.3g", outcome.noiseVariance());
            if (titles.add(title)) {
                List<Integer> latents = IntStream.range(0, outcome.p()).boxed().toList();
                Charts.series(
                        chart, title, latents, k -> k + 1, k -> outcome.klNats().get(k));
            }
        }
        return chart;
    }
}
