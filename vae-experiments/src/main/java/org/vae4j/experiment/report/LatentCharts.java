package org.vae4j.experiment.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The latent space as test examples fill it, as drawings of a page. */
final class LatentCharts {

    /** The palette of {@link Charts}, without its black, and four more: ten classes. */
    private static final List<Color> CLASSES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x882255),
            new Color(0x999933),
            new Color(0x6A51A3),
            new Color(0x7F7F7F));

    private static final Color SOFT = new Color(0x828282);
    private static final int MOST_POINTS = 1500;
    /** Where there is a plot for each of several factors. */
    private static final int FEWER_POINTS = 600;

    private static final int MOST_CLASSES = 10;
    private static final int LEVELS = 5;
    private static final int MOST_BARS = 64;
    private static final int DENSITIES = 5;
    private static final int GRID = 161;
    private static final double EDGE = 4;
    private static final int WIDTH = 480;

    private final LatentTable latents;
    private final List<Integer> order;

    LatentCharts(LatentTable latents) {
        this.latents = latents;
        this.order = latents.byImportance();
    }

    List<Page.Block> all() {
        List<Page.Block> charts = new ArrayList<>();
        if (latents.dimensions() > 1) {
            List<String> traits = latents.traits();
            for (int trait = 0; trait < Math.max(1, traits.size()); trait++) {
                charts.add(scatter(trait));
            }
        }
        if (latents.isVariational()) {
            charts.add(densities());
            charts.add(bars());
        }
        return charts;
    }

    /** Posterior means in a plane of two dimensions. */
    private Page.Drawing scatter(int trait) {
        boolean known = !latents.traits().isEmpty();
        int count = Math.min(latents.traits().size() > 1 ? FEWER_POINTS : MOST_POINTS, latents.size());
        int[] plane = plane(trait);
        double[] x = Arrays.copyOf(latents.means(plane[0]), count);
        double[] y = Arrays.copyOf(latents.means(plane[1]), count);
        XYChart chart = Charts.points("", "z" + (plane[0] + 1), "z" + (plane[1] + 1));
        double furthest = DoubleStream.concat(Arrays.stream(x), Arrays.stream(y))
                .map(Math::abs)
                .max()
                .orElse(EDGE);
        double edge = Math.max(EDGE - 0.5, 1.05 * furthest);
        chart.getStyler()
                .setXAxisMin(-edge)
                .setXAxisMax(edge)
                .setYAxisMin(-edge)
                .setYAxisMax(edge)
                .setMarkerSize(5)
                .setLegendVisible(false);
        for (Group group : known ? groups(Arrays.copyOf(latents.trait(trait), count)) : List.of(Group.all(count))) {
            if (group.members.length > 0) {
                chart.addSeries(group.name, pick(x, group.members), pick(y, group.members))
                        .setMarkerColor(group.colour);
            }
        }
        if (latents.isVariational()) {
            ring(chart, 1);
            ring(chart, 2);
        }
        String title = known ? "By " + latents.traits().get(trait) : "Test examples";
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(
                Svg.of(chart, WIDTH, WIDTH, "plane" + trait, "Scatter plot of " + count + " test examples: " + title),
                keys.size() > 1 ? keys : List.of(),
                title,
                "",
                "square");
    }

    /** What all the scatter plots have in common. */
    String text() {
        String planes = latents.dimensions() == 2
                ? ""
                : latents.traits().size() > 1
                        ? ", in the two dimensions that follow the factor most closely"
                        : ", in the two dimensions that tell most";
        return latents.isVariational()
                ? "Posterior means of test examples" + planes
                        + "; the circles are one and two standard deviations of the prior."
                : "Codes of test examples" + planes + ".";
    }

    private int[] plane(int trait) {
        if (latents.dimensions() == 2) {
            return new int[] {0, 1};
        }
        List<Integer> chosen = order;
        if (latents.traits().size() > 1) {
            double[] values = latents.trait(trait);
            PearsonsCorrelation correlation = new PearsonsCorrelation();
            double[] strength = IntStream.range(0, latents.dimensions())
                    .mapToDouble(j -> Math.abs(correlation.correlation(latents.means(j), values)))
                    // Not a number where either is constant.
                    .map(r -> Double.isNaN(r) ? 0 : r)
                    .toArray();
            chosen = order.stream()
                    .sorted((a, b) -> Double.compare(strength[b], strength[a]))
                    .toList();
        }
        return new int[] {chosen.get(0), chosen.get(1)};
    }

    /** Examples of one colour. */
    private record Group(String name, Color colour, int[] members) {
        static Group all(int count) {
            return new Group(
                    "examples", Charts.colour(0), IntStream.range(0, count).toArray());
        }
    }

    private static List<Group> groups(double[] values) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        boolean classes =
                distinct.length <= MOST_CLASSES && Arrays.stream(distinct).allMatch(v -> v == Math.rint(v));
        if (classes) {
            return IntStream.range(0, distinct.length)
                    .mapToObj(c -> new Group(
                            Words.number(distinct[c]), CLASSES.get(c), members(values, distinct[c], distinct[c])))
                    .toList();
        }
        double[] sorted = Arrays.stream(values).sorted().toArray();
        List<Group> levels = new ArrayList<>();
        double from = sorted[0];
        for (int level = 1; level <= LEVELS; level++) {
            double to = sorted[Math.min(sorted.length - 1, level * sorted.length / LEVELS)];
            levels.add(new Group(
                    Words.number(shorter(from)) + " to " + Words.number(shorter(to)),
                    Charts.shade((level - 0.5) / LEVELS),
                    members(values, from, level == LEVELS ? to : Math.nextDown(to))));
            from = to;
        }
        return levels;
    }

    private static double shorter(double value) {
        return new BigDecimal(value).round(new MathContext(2)).doubleValue();
    }

    private static int[] members(double[] values, double from, double to) {
        return IntStream.range(0, values.length)
                .filter(i -> values[i] >= from && values[i] <= to)
                .toArray();
    }

    private static double[] pick(double[] values, int[] members) {
        return Arrays.stream(members).mapToDouble(i -> values[i]).toArray();
    }

    private static void ring(XYChart chart, double radius) {
        int steps = 72;
        double[] x = new double[steps + 1];
        double[] y = new double[steps + 1];
        Arrays.setAll(x, i -> radius * Math.cos(2 * Math.PI * i / steps));
        Arrays.setAll(y, i -> radius * Math.sin(2 * Math.PI * i / steps));
        XYSeries ring = chart.addSeries("prior, " + (int) radius + " σ", x, y);
        ring.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        ring.setMarker(SeriesMarkers.NONE);
        ring.setLineColor(new Color(0x222222));
        ring.setLineStyle(new BasicStroke(1.2f));
        ring.setShowInLegend(false);
    }

    /** The density of z_j when x is drawn from the data: {@code q(z_j) = 1/N sum_i N(z_j; mean_ij, exp(logVar_ij))}. */
    private Page.Drawing densities() {
        XYChart chart = Charts.lines("", "z", "density");
        chart.getStyler().setLegendVisible(false);
        double[] z = IntStream.range(0, GRID)
                .mapToDouble(i -> EDGE * (2.0 * i / (GRID - 1) - 1))
                .toArray();
        List<Integer> shown = order.subList(0, Math.min(DENSITIES, order.size()));
        for (int dimension : shown) {
            double[] means = latents.means(dimension);
            double[] logVars = latents.logVars(dimension);
            XYSeries density = chart.addSeries(
                    "z" + (dimension + 1),
                    z,
                    Arrays.stream(z)
                            .map(at -> IntStream.range(0, means.length)
                                    .mapToDouble(i -> density(at, means[i], logVars[i]))
                                    .average()
                                    .orElse(0))
                            .toArray());
            density.setLineColor(Charts.colour(shown.indexOf(dimension)));
        }
        XYSeries prior = chart.addSeries(
                "prior", z, Arrays.stream(z).map(at -> density(at, 0, 0)).toArray());
        prior.setLineColor(new Color(0x222222));
        prior.setLineStyle(
                new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0));
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(
                Svg.of(
                        chart,
                        WIDTH,
                        300,
                        "aggregate",
                        "Densities of the aggregate posterior of " + shown.size()
                                + " dimensions beside that of the prior"),
                keys,
                "Aggregate posterior against the prior",
                "q(z) averaged over the test examples, dimension by dimension; where it leaves the dashed line, samples"
                        + " come from where the decoder saw little",
                "half");
    }

    private static double density(double z, double mean, double logVar) {
        double d = z - mean;
        return Math.exp(-0.5 * (d * d / Math.exp(logVar) + logVar + Math.log(2 * Math.PI)));
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
        return new Page.Drawing(
                Svg.of(
                        chart,
                        WIDTH,
                        300,
                        "bars",
                        "Bars: KL of each dimension, from " + Words.number(latents.klNats(shown.get(0))) + " down to "
                                + Words.number(latents.klNats(shown.get(shown.size() - 1))) + " nats"),
                List.of(),
                "What each dimension tells",
                "mean KL(q(z_j|x) ‖ N(0, 1)) over the test examples; a bar near 0 is a dimension that the encoder"
                        + " does not use",
                "half");
    }
}
