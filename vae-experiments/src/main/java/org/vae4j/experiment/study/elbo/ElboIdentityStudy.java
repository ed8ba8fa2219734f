package org.vae4j.experiment.study.elbo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.exact.DiscreteModel;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** log p(x) = KL(q || p(z|x)) + ELBO at every step of fitting q, where all three are known exactly. */
public final class ElboIdentityStudy implements Study {

    /** A study. */
    public ElboIdentityStudy() {}

    /**
     * Its keys.
     *
     * @param latents values of z in the discrete model
     * @param observations values of x in the discrete model
     * @param observed dimensions of x in the linear-Gaussian model
     * @param latent dimensions of z in the linear-Gaussian model
     * @param noiseVariance of the linear-Gaussian likelihood
     * @param steps of gradient ascent
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

        /**
         * Validates.
         *
         * @param latents values of z in the discrete model
         * @param observations values of x in the discrete model
         * @param observed dimensions of x in the linear-Gaussian model
         * @param latent dimensions of z in the linear-Gaussian model
         * @param noiseVariance of the linear-Gaussian likelihood
         * @param steps of gradient ascent
         * @param discreteRate step size in the discrete model
         * @param gaussianRate step size in the linear-Gaussian model
         */
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

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
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
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        long init = Streams.derive(context.seed(), "init");
        long latent = Streams.derive(context.seed(), "latent");

        DiscreteModel discrete = DiscreteModel.random(options.latents(), options.observations(), Streams.at(init, 0));
        // A start well away from both prior and posterior.
        double[] logits = GaussianNoise.draw(Streams.at(latent, 0), options.latents());
        List<ElboStep> categorical = ElboFit.discrete(discrete, 0, logits, options.steps(), options.discreteRate());

        LinearGaussianModel linear = LinearGaussianModel.random(
                options.observed(), options.latent(), options.noiseVariance(), Streams.at(init, 1));
        double[] x = linear.sample(Streams.at(latent, 1));
        List<ElboStep> gaussian = ElboFit.gaussian(linear, x, options.steps(), options.gaussianRate());

        double worst = Math.max(maxError(categorical), maxError(gaussian));
        context.print(table("discrete", categorical) + "\n" + table("linear-Gaussian", gaussian)
                + String.format(Locale.ROOT, "%nlargest |log p(x) - KL - ELBO| of all steps: %.1e nats", worst));
        context.result("maxAbsErrorNats", worst);
        context.result("discreteMaxAbsErrorNats", maxError(categorical));
        context.result("gaussianMaxAbsErrorNats", maxError(gaussian));
        context.result("gaussianGapNats", gaussian.get(options.steps()).klToPosteriorNats());
        draw(context, "Discrete model, categorical q", categorical, "discrete.png");
        draw(context, "Linear-Gaussian model, diagonal Gaussian q", gaussian, "linear-gaussian.png");
    }

    private static double maxError(List<ElboStep> trace) {
        return trace.stream().mapToDouble(ElboStep::errorNats).max().orElseThrow();
    }

    private static String table(String model, List<ElboStep> trace) {
        StringBuilder text = new StringBuilder(
                String.format("%-16s %6s %12s %12s %12s %12s%n", model, "step", "log p(x)", "KL", "ELBO", "error"));
        for (int i = 0; i < trace.size(); i += Math.max(1, (trace.size() - 1) / 5)) {
            ElboStep s = trace.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %6d %12.6f %12.6f %12.6f %12.1e%n",
                    "",
                    s.step(),
                    s.logEvidenceNats(),
                    s.klToPosteriorNats(),
                    s.elboNats(),
                    s.errorNats()));
        }
        return text.toString();
    }

    private static void draw(StudyContext context, String title, List<ElboStep> trace, String file) throws IOException {
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
        Charts.save(chart, context.figures().resolve(file));
    }

    /** Every tenth or so, so that markers stand apart. */
    private static double[] thin(double[] values) {
        int every = Math.max(1, values.length / 12);
        return IntStream.range(0, (values.length + every - 1) / every)
                .mapToDouble(i -> values[i * every])
                .toArray();
    }
}
