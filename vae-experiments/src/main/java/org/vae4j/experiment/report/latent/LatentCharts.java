package org.vae4j.experiment.report.latent;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.math.StableMath;

/**
 * Charts of encoded test examples: scatter plots, the aggregate posterior beside the prior, the KL of each dimension,
 * and the spread of each class in each dimension.
 */
public final class LatentCharts {

    private static final int MAX_BARS = 64;
    private static final int MAX_BAR_LABELS = 20;
    /** Up to this number of bars, each is wide enough for a label of the usual size. */
    private static final int MAX_WIDE_BARS = 12;

    private static final Font SMALL_LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private static final int MAX_DENSITIES = 5;
    /** Densities are drawn from −4 to 4 standard deviations of the prior. */
    private static final double DENSITY_EDGE = 4;
    /** Points of a density, an odd number so that 0 is one of them. */
    private static final int DENSITY_POINTS = 161;

    private static final Color INK = new Color(0x222222);
    private static final int WIDTH = 440;
    private static final int HEIGHT = 280;

    private final LatentView view;
    private final LatentTable latents;
    private final List<Integer> order;

    /**
     * The part of the prior that scatter plots show beside the examples.
     *
     * @param edge the radius of the circle that bounds a bounded latent space; 0 for an unbounded space, ℝⁿ
     * @param caption a sentence that explains the circles; empty if there are none
     */
    public record Reference(double edge, String caption) {

        /** The prior N(0, I): circles of one and two standard deviations. */
        public static final Reference STANDARD_NORMAL =
                new Reference(0, "The circles are one and two standard deviations of the prior.");

        /** No circles, for a prior whose dimensions are not independent. */
        public static final Reference NOTHING = new Reference(0, "");

        /** The outline of the unit sphere. */
        public static final Reference SPHERE = new Reference(1, "The circle is the outline of the sphere.");

        /**
         * The edge of the Poincaré ball of radius 1/√c, which is infinitely far from its centre.
         *
         * @param curvature c, greater than 0
         */
        public static Reference ball(double curvature) {
            return new Reference(
                    1 / Math.sqrt(curvature), "The circle is the edge of the ball, which is infinitely far away.");
        }
    }

    /**
     * Prepares the charts of encoded examples.
     *
     * @param view the encoded examples
     */
    public LatentCharts(LatentView view) {
        this.view = view;
        this.latents = view.latents();
        this.order = view.importance().order();
    }

    /** {@return every chart that these examples allow} */
    public List<Page.Block> all() {
        List<Page.Block> charts = new ArrayList<>();
        if (latents.dimensions() > 1) {
            charts.addAll(new LatentScatter(view).all());
        }
        if (view.isAgainstStandardNormal()) {
            charts.add(densities());
            charts.add(bars());
        }
        if (latents.dimensions() > 2 && latents.traits().size() == 1) {
            charts.add(LatentMultiples.of(view, order));
        }
        return charts;
    }

    private Page.Drawing densities() {
        XYChart chart = Charts.lines("", "z", "density");
        chart.getStyler().setLegendVisible(false);
        double[] z = IntStream.range(0, DENSITY_POINTS)
                .mapToDouble(i -> DENSITY_EDGE * (2.0 * i / (DENSITY_POINTS - 1) - 1))
                .toArray();
        List<Integer> shown = order.subList(0, Math.min(MAX_DENSITIES, order.size()));
        for (int i = 0; i < shown.size(); i++) {
            XYSeries density = chart.addSeries(view.names().symbol(shown.get(i)), z, aggregate(z, shown.get(i)));
            density.setLineColor(Charts.colour(i));
        }
        XYSeries prior = chart.addSeries(
                "prior", z, Arrays.stream(z).map(at -> density(at, 0, 0)).toArray());
        prior.setLineColor(INK);
        Charts.dash(chart, prior);
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(
                        Svg.of(
                                chart,
                                WIDTH,
                                HEIGHT,
                                "aggregate",
                                "Densities of the aggregate posterior of " + shown.size()
                                        + " dimensions beside that of the prior"),
                        keys,
                        "Aggregate posterior against the prior",
                        view.wording()
                                .notation()
                                .in("q(z) is the mean of the posteriors q(z|x) of "
                                        + view.wording().examples()
                                        + ", dimension by dimension. Where it lies below the dashed line, which is the prior,"
                                        + " the prior draws z that few examples lead to, and that the decoder has hardly seen;"
                                        + " where it lies above, examples lead to z that the prior draws too rarely."),
                        "half")
                .from(new VectorFigure("aggregate", chart, WIDTH, HEIGHT));
    }

    /**
     * The aggregate posterior {@code q(z_j) = 1/N sum_i N(z_j; mean_ij, exp(logVar_ij))} of dimension j at points z.
     */
    private double[] aggregate(double[] z, int dimension) {
        double[] means = latents.means(dimension);
        double[] logVars = latents.logVars(dimension);
        return Arrays.stream(z)
                .map(at -> IntStream.range(0, means.length)
                        .mapToDouble(i -> density(at, means[i], logVars[i]))
                        .average()
                        .orElse(0))
                .toArray();
    }

    /** {@code N(z; mean, exp(logVar)) = exp(-1/2 ((z - mean)² / exp(logVar) + logVar + log 2π))}. */
    private static double density(double z, double mean, double logVar) {
        double d = z - mean;
        return Math.exp(-0.5 * (d * d / Math.exp(logVar) + logVar + StableMath.LOG_TWO_PI));
    }

    private Page.Drawing bars() {
        List<Integer> shown = order.subList(0, Math.min(MAX_BARS, order.size()));
        CategoryChart chart = Charts.bars("", "dimension of z", "KL (nats)");
        chart.addSeries(
                "KL",
                shown.stream().map(d -> String.valueOf(d + 1)).toList(),
                shown.stream().map(latents::klNats).toList());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisMaxLabelCount(MAX_BAR_LABELS);
        if (shown.size() > MAX_WIDE_BARS) {
            chart.getStyler().setAxisTickLabelsFont(SMALL_LABELS);
        }
        return new Page.Drawing(
                        Svg.of(
                                chart,
                                WIDTH,
                                HEIGHT,
                                "bars",
                                "Bars: KL of each dimension, from " + Words.number(latents.klNats(shown.get(0)))
                                        + " down to " + Words.number(latents.klNats(shown.get(shown.size() - 1)))
                                        + " nats"),
                        List.of(),
                        "KL of each dimension after training",
                        "The mean of "
                                + view.wording().notation().in("KL(q(z_j|x) ‖ N(0, 1))") + " over "
                                + view.wording().examples()
                                + ". Where a bar is near 0, the posterior is close to the prior.",
                        "half")
                .from(new VectorFigure("bars", chart, WIDTH, HEIGHT));
    }
}
