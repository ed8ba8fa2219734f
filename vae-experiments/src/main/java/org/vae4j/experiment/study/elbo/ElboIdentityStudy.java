package org.vae4j.experiment.study.elbo;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** Shows log p(x) = KL(q || p(z|x)) + ELBO at every step of fitting q, in models where all three terms are exact. */
public final class ElboIdentityStudy implements ComputedStudy<ElboIdentity> {

    /**
     * The keys of the section {@code study}.
     *
     * @param latents values of z in the discrete model
     * @param observations values of x in the discrete model
     * @param observed dimensions of x in the linear-Gaussian model
     * @param latent dimensions of z in the linear-Gaussian model
     * @param noiseVariance the variance of the linear-Gaussian likelihood
     * @param steps the number of steps of gradient ascent
     * @param discreteRate step size in the discrete model
     * @param gaussianRate step size in the linear-Gaussian model
     */
    public record Options(
            int latents,
            int observations,
            int observed,
            int latent,
            double noiseVariance,
            int steps,
            double discreteRate,
            double gaussianRate) {

        public Options {
            OptionChecks.between("latents", latents, 1, 1000);
            OptionChecks.between("observations", observations, 1, 1000);
            OptionChecks.between("observed", observed, 1, 500);
            OptionChecks.between("latent", latent, 1, 100);
            OptionChecks.positive("noiseVariance", noiseVariance);
            OptionChecks.between("steps", steps, 1, 100_000);
            OptionChecks.positive("discreteRate", discreteRate);
            OptionChecks.positive("gaussianRate", gaussianRate);
        }
    }

    private static final int MARKERS = 12;

    public static void main(String[] args) {
        StudyRunner.main(new ElboIdentityStudy(), args);
    }

    @Override
    public String name() {
        return "elbo-identity";
    }

    @Override
    public String summary() {
        return "log p(x) = KL(q || posterior) + ELBO at every step of fitting q, to 1e-9 nats";
    }

    @Override
    public String defaults() {
        return """
                study:
                  latents: 6           # values of z in the discrete model
                  observations: 8      # values of x in the discrete model
                  observed: 10         # dimensions of x in the linear-Gaussian model
                  latent: 4            # dimensions of z in the linear-Gaussian model
                  noiseVariance: 0.5   # of the linear-Gaussian likelihood
                  steps: 200           # of gradient ascent on the ELBO
                  discreteRate: 0.5    # step size in the discrete model
                  gaussianRate: 0.02   # step size in the linear-Gaussian model
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public ElboIdentity compute(StudyContext context) {
        return ElboIdentity.of(context.options(Options.class), context.seed());
    }

    @Override
    public void show(ElboIdentity results, StudyContext context) throws IOException {
        context.print(results.text());
        context.result("maxAbsErrorNats", results.maxAbsErrorNats());
        context.result("discreteMaxAbsErrorNats", ElboIdentity.maxAbsErrorNats(results.discrete()));
        context.result("gaussianMaxAbsErrorNats", ElboIdentity.maxAbsErrorNats(results.gaussian()));
        context.result("gaussianGapNats", results.gaussianGapNats());
        context.figure("discrete.png", chart("Discrete model, categorical q", results.discrete()));
        context.figure("linear-gaussian.png", chart("Linear-Gaussian model, diagonal Gaussian q", results.gaussian()));
    }

    private static XYChart chart(String title, List<ElboStep> trace) {
        XYChart chart = Charts.lines(title, "step of gradient ascent", "nats");
        double[] steps = trace.stream().mapToDouble(ElboStep::step).toArray();
        double[] sum = trace.stream()
                .mapToDouble(s -> s.elboNats() + s.klToPosteriorNats())
                .toArray();
        chart.addSeries("ELBO + KL", steps, sum).setLineColor(Charts.colour(1));
        double[] evidence =
                trace.stream().mapToDouble(ElboStep::logEvidenceNats).toArray();
        XYSeries dots = chart.addSeries("log p(x)", thin(steps), thin(evidence));
        dots.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        dots.setMarker(SeriesMarkers.CIRCLE);
        dots.setMarkerColor(Charts.colour(6));
        double[] elbo = trace.stream().mapToDouble(ElboStep::elboNats).toArray();
        chart.addSeries("ELBO", steps, elbo).setLineColor(Charts.colour(0));
        double[] kl = trace.stream().mapToDouble(ElboStep::klToPosteriorNats).toArray();
        chart.addSeries("KL(q || posterior)", steps, kl).setLineColor(Charts.colour(2));
        return chart;
    }

    /** Takes about a dozen evenly spaced values, so that their markers do not overlap. */
    private static double[] thin(double[] values) {
        int every = Math.max(1, values.length / MARKERS);
        return IntStream.range(0, (values.length + every - 1) / every)
                .mapToDouble(i -> values[i * every])
                .toArray();
    }
}
