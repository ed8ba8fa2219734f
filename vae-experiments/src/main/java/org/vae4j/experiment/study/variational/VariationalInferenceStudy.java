package org.vae4j.experiment.study.variational;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Contours;
import org.vae4j.experiment.report.image.AnimatedGif;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.exact.ProductModel;
import org.vae4j.experiment.study.runner.StudyRunner;

/** Variational inference where the posterior can be seen: q fitted by reverse and by forward divergence. */
public final class VariationalInferenceStudy implements Study {

    /** The grid covers [-EXTENT, EXTENT] in both directions. */
    private static final double EXTENT = 6;

    private static final int POINTS = 241;
    /** What figures show of it. */
    private static final double SHOWN = 3;

    private static final int FRAMES = 30;
    private static final int FRAME_WIDTH = 560;

    /** A study. */
    public VariationalInferenceStudy() {}

    /**
     * Its keys.
     *
     * @param x the observation, the product of the two latents plus noise
     * @param noiseVariance of the likelihood
     * @param steps of gradient descent
     * @param rate the step size
     */
    public record Options(double x, double noiseVariance, int steps, double rate) {

        /**
         * Validates.
         *
         * @param x the observation, the product of the two latents plus noise
         * @param noiseVariance of the likelihood
         * @param steps of gradient descent
         * @param rate the step size
         */
        public Options {
            OptionChecks.require(
                    Math.abs(x) <= 4, "x", x, "a number from -4 to 4, so that the posterior fits the grid");
            OptionChecks.require(
                    noiseVariance >= 0.05 && noiseVariance <= 10,
                    "noiseVariance",
                    noiseVariance,
                    "a number from 0.05, below which the grid is too coarse, to 10");
            OptionChecks.between("steps", steps, 10, 10_000);
            OptionChecks.require(rate > 0 && rate <= 0.2, "rate", rate, "a number above 0 and at most 0.2");
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new VariationalInferenceStudy(), args);
    }

    @Override
    public String name() {
        return "variational-inference";
    }

    @Override
    public String summary() {
        return "A Gaussian fitted to a two-dimensional posterior: KL falling, reverse against forward";
    }

    @Override
    public String defaults() {
        return """
                study:
                  x: 1.5                # the observation: the product of two latents, plus noise
                  noiseVariance: 0.25   # of that noise
                  steps: 300            # of gradient descent on the divergence
                  rate: 0.03            # step size
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        ProductModel model = new ProductModel(options.x(), options.noiseVariance());
        GridPosterior posterior = new GridPosterior(model, EXTENT, POINTS);
        VariationalFit fit = new VariationalFit(model, posterior);
        // Not on the symmetry axis, where the reverse fit could not choose a mode.
        Approximation start = new Approximation(-1.6, 1.4, -1, -1);
        context.progress("fitting", 0.1);
        List<FitStep> reverse = fit.reverse(start, options.steps(), options.rate());
        List<FitStep> other = fit.reverse(new Approximation(-1.4, 1.6, -1, -1), options.steps(), options.rate());
        List<FitStep> forward = fit.forward(start, options.steps(), options.rate());

        double identity = reverse.stream()
                .mapToDouble(s -> Math.abs(posterior.logEvidence() - s.elboNats() - s.reverseKlNats()))
                .max()
                .orElseThrow();
        context.print(String.format(
                Locale.ROOT,
                "log p(x) = %.4f nats%n%n%s%n%s%nlargest |log p(x) - KL - ELBO|, grid against quadrature: %.1e nats",
                posterior.logEvidence(),
                table("reverse KL(q || p)", reverse),
                table("forward KL(p || q)", forward),
                identity));
        context.result("logEvidenceNats", posterior.logEvidence());
        context.result("reverse", reverse.get(options.steps()));
        context.result("reverseFromTheOtherSide", other.get(options.steps()));
        context.result("forward", forward.get(options.steps()));
        context.result("maxAbsIdentityErrorNats", identity);

        context.progress("drawing", 0.5);
        drawKl(context, reverse, forward);
        List<Contours> levels = contours(posterior);
        XYChart last = picture(levels, reverse.get(options.steps()), forward.get(options.steps()));
        addEllipses(last, "reverse, other start", other.get(options.steps()).q(), 2);
        Charts.save(last, context.figures().resolve("posterior.png"));
        List<BufferedImage> frames = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            // Quadratic in time: the first steps move most.
            int step = (int) Math.round(options.steps() * Math.pow(frame / (FRAMES - 1.0), 2));
            frames.add(shrink(Charts.render(picture(levels, reverse.get(step), forward.get(step)))));
            context.progress("drawing", 0.5 + 0.5 * frame / FRAMES);
        }
        AnimatedGif.write(frames, 150, context.figures().resolve("fit.gif"));
    }

    private static String table(String name, List<FitStep> trace) {
        StringBuilder text = new StringBuilder(String.format(
                "%-19s %5s %8s %8s %8s %8s %11s %11s %9s%n",
                name, "step", "mean 1", "mean 2", "sd 1", "sd 2", "KL(q || p)", "KL(p || q)", "ELBO"));
        for (int i = 0; i < trace.size(); i += Math.max(1, (trace.size() - 1) / 5)) {
            FitStep s = trace.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%-19s %5d %8.3f %8.3f %8.3f %8.3f %11.4f %11.4f %9.4f%n",
                    "",
                    s.step(),
                    s.q().mean1(),
                    s.q().mean2(),
                    Math.exp(s.q().logVar1() / 2),
                    Math.exp(s.q().logVar2() / 2),
                    s.reverseKlNats(),
                    s.forwardKlNats(),
                    s.elboNats()));
        }
        return text.toString();
    }

    private static void drawKl(StudyContext context, List<FitStep> reverse, List<FitStep> forward) throws IOException {
        XYChart chart = Charts.lines("Divergence while q is fitted", "step of gradient descent", "divergence (nats)");
        double[] steps = reverse.stream().mapToDouble(FitStep::step).toArray();
        chart.addSeries(
                "reverse fit: KL(q || p)",
                steps,
                reverse.stream().mapToDouble(FitStep::reverseKlNats).toArray());
        chart.addSeries(
                "forward fit: KL(p || q)",
                steps,
                forward.stream().mapToDouble(FitStep::forwardKlNats).toArray());
        chart.getStyler().setYAxisLogarithmic(true);
        Charts.save(chart, context.figures().resolve("kl.png"));
    }

    /** Lines at which the density is a half, a tenth and a hundredth of its peak. */
    private static List<Contours> contours(GridPosterior posterior) {
        double[] axis = posterior.axis();
        double[][] values = new double[axis.length][axis.length];
        double peak = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                values[i][j] = posterior.logDensity(i, j);
                peak = Math.max(peak, values[i][j]);
            }
        }
        List<Contours> levels = new ArrayList<>();
        for (double share : new double[] {0.5, 0.1, 0.01}) {
            levels.add(Contours.of(axis, axis, values, peak + Math.log(share)));
        }
        return levels;
    }

    private static XYChart picture(List<Contours> levels, FitStep reverse, FitStep forward) {
        XYChart chart = Charts.lines(
                String.format(
                        Locale.ROOT,
                        "step %d: KL(q || p) = %.2f, KL(p || q) = %.2f nats",
                        reverse.step(),
                        reverse.reverseKlNats(),
                        forward.forwardKlNats()),
                "z1",
                "z2");
        Color[] greys = {new Color(0x333333), new Color(0x808080), new Color(0xBBBBBB)};
        String[] names = {"p(z|x), 1/2 of peak", "1/10", "1/100"};
        for (int l = 0; l < levels.size(); l++) {
            XYSeries line =
                    chart.addSeries(names[l], levels.get(l).x(), levels.get(l).y());
            line.setLineColor(greys[l]);
            line.setLineStyle(new BasicStroke(1.5f));
        }
        addEllipses(chart, "reverse: KL(q || p)", reverse.q(), 0);
        addEllipses(chart, "forward: KL(p || q)", forward.q(), 1);
        chart.getStyler().setXAxisMin(-SHOWN);
        chart.getStyler().setXAxisMax(SHOWN);
        chart.getStyler().setYAxisMin(-SHOWN);
        chart.getStyler().setYAxisMax(SHOWN);
        return chart;
    }

    /** At one and two standard deviations. */
    private static void addEllipses(XYChart chart, String name, Approximation q, int colour) {
        for (int radius = 1; radius <= 2; radius++) {
            double r = radius;
            double[] angles = IntStream.rangeClosed(0, 90)
                    .mapToDouble(i -> 2 * Math.PI * i / 90)
                    .toArray();
            double[] x = Arrays.stream(angles)
                    .map(a -> q.mean1() + r * Math.exp(q.logVar1() / 2) * Math.cos(a))
                    .toArray();
            double[] y = Arrays.stream(angles)
                    .map(a -> q.mean2() + r * Math.exp(q.logVar2() / 2) * Math.sin(a))
                    .toArray();
            XYSeries line = chart.addSeries(radius == 1 ? name : name + " ", x, y);
            line.setLineColor(Charts.colour(colour));
            line.setShowInLegend(radius == 1);
        }
    }

    private static BufferedImage shrink(BufferedImage image) {
        int height = image.getHeight() * FRAME_WIDTH / image.getWidth();
        BufferedImage small = new BufferedImage(FRAME_WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, FRAME_WIDTH, height, null);
        graphics.dispose();
        return small;
    }
}
