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

/** The latent space as test examples fill it, as drawings of a page. */
public final class LatentCharts {

    private static final int MOST_BARS = 64;
    /** Of so many bars each is wide enough for a label of the usual size. */
    private static final int WIDE_BARS = 12;

    private static final int DENSITIES = 5;
    private static final int GRID = 161;
    private static final double EDGE = 4;
    private static final int WIDTH = 440;
    private static final int HEIGHT = 280;

    private final LatentView view;
    private final LatentTable latents;
    private final List<Integer> order;

    /**
     * What the posteriors are held against.
     *
     * @param edge the radius of the circle that all of the space lies in, seen in two of its dimensions; 0 for ℝⁿ
     * @param caption what is drawn of the prior; empty for nothing
     */
    public record Against(double edge, String caption) {

        /** The prior N(0, I), dimension by dimension. */
        public static final Against STANDARD_NORMAL =
                new Against(0, "The circles are one and two standard deviations of the prior.");

        /** Nothing: the prior is another, whose dimensions are not independent. */
        public static final Against NOTHING = new Against(0, "");

        /** The unit sphere. */
        public static final Against SPHERE = new Against(1, "The circle is the outline of the sphere.");

        /**
         * The Poincaré ball.
         *
         * @param curvature c > 0
         * @return a disc, whose edge is infinitely far away
         */
        public static Against ball(double curvature) {
            return new Against(
                    1 / Math.sqrt(curvature), "The circle is the edge of the ball, which is infinitely far away.");
        }
    }

    /**
     * Prepares the charts of one table.
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
        double[] z = IntStream.range(0, GRID)
                .mapToDouble(i -> EDGE * (2.0 * i / (GRID - 1) - 1))
                .toArray();
        List<Integer> shown = order.subList(0, Math.min(DENSITIES, order.size()));
        for (int dimension : shown) {
            XYSeries density = chart.addSeries(view.names().symbol(dimension), z, aggregate(z, dimension));
            density.setLineColor(Charts.colour(shown.indexOf(dimension)));
        }
        XYSeries prior = chart.addSeries(
                "prior", z, Arrays.stream(z).map(at -> density(at, 0, 0)).toArray());
        prior.setLineColor(new Color(0x222222));
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

    /** {@code 1/N sum_i N(z_j; mean_ij, exp(logVar_ij))}: the density of z_j when x is drawn from the data. */
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

    private static double density(double z, double mean, double logVar) {
        double d = z - mean;
        return Math.exp(-0.5 * (d * d / Math.exp(logVar) + logVar + StableMath.LOG_TWO_PI));
    }

    private Page.Drawing bars() {
        List<Integer> shown = order.subList(0, Math.min(MOST_BARS, order.size()));
        CategoryChart chart = Charts.bars("", "dimension of z", "KL (nats)");
        chart.addSeries(
                "KL",
                shown.stream().map(d -> String.valueOf(d + 1)).toList(),
                shown.stream().map(latents::klNats).toList());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisMaxLabelCount(20);
        if (shown.size() > WIDE_BARS) {
            chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
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
