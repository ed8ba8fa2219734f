package org.vae4j.experiment.report.latent;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Palette;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;

/**
 * Posterior means of test examples in a plane of two latent dimensions: a plot for each thing that is known of them.
 */
final class LatentScatter {

    private static final int MOST_POINTS = 1500;
    /** Where there is a plot for each of several factors. */
    private static final int FEWER_POINTS = 600;

    private static final int MOST_CLASSES = 10;
    private static final int LEVELS = 5;
    /** Standard deviations of the prior that a plot shows at least. */
    private static final double EDGE = 3.5;

    private static final int SIDE = 480;

    /** Examples of one colour. */
    private record Group(String name, Color colour, int[] members) {
        static Group all(int count) {
            return new Group(
                    "examples", Charts.colour(0), IntStream.range(0, count).toArray());
        }
    }

    private final LatentTable latents;
    private final LatentCharts.Against prior;

    LatentScatter(LatentTable latents, LatentCharts.Against prior) {
        this.latents = latents;
        this.prior = prior;
    }

    List<Page.Drawing> all() {
        if (isSphere()) {
            return List.of(scatter(0, along(0, 1), ""), scatter(0, along(0, 2), ""), scatter(0, along(1, 2), ""));
        }
        List<Page.Drawing> plots = new ArrayList<>();
        if (latents.dimensions() > 2 && latents.traits().size() < 2 && prior.edge() == 0) {
            PrincipalPlane components = PrincipalPlane.of(latents);
            plots.add(scatter(
                    0,
                    new Plane(
                            "first principal component",
                            "second principal component",
                            components.first(),
                            components.second()),
                    String.format(
                            Locale.ROOT,
                            "The plane in which the means vary most; it has %.0f %% of their variance.",
                            100 * components.share())));
        }
        IntStream.range(0, Math.max(1, latents.traits().size()))
                .forEach(trait -> plots.add(scatter(trait, plane(trait), "")));
        return plots;
    }

    /** The sphere that one sees is shown from three sides. */
    private boolean isSphere() {
        return prior.equals(LatentCharts.Against.SPHERE)
                && latents.dimensions() == 3
                && latents.traits().size() <= 1;
    }

    /** Where the examples stand. */
    private record Plane(String across, String up, double[] x, double[] y) {}

    private Plane along(int across, int up) {
        return new Plane("z" + (across + 1), "z" + (up + 1), latents.means(across), latents.means(up));
    }

    private Page.Drawing scatter(int trait, Plane plane, String caption) {
        int count = Math.min(latents.traits().size() > 1 ? FEWER_POINTS : MOST_POINTS, latents.size());
        double[] x = Arrays.copyOf(plane.x(), count);
        double[] y = Arrays.copyOf(plane.y(), count);
        XYChart chart = square(plane, prior.edge() > 0 ? 1.05 * prior.edge() : edge(x, y));
        boolean known = !latents.traits().isEmpty();
        for (Group group : known ? groups(Arrays.copyOf(latents.trait(trait), count)) : List.of(Group.all(count))) {
            if (group.members.length > 0) {
                chart.addSeries(group.name, pick(x, group.members), pick(y, group.members))
                        .setMarkerColor(group.colour);
            }
        }
        if (hasRings() && caption.isEmpty()) {
            ring(chart, "prior, 1 σ", 1);
            ring(chart, "prior, 2 σ", 2);
        }
        if (prior.edge() > 0) {
            ring(chart, "edge", prior.edge());
        }
        String title = known ? "By " + latents.traits().get(trait) : "Test examples";
        List<Page.Key> keys = Svg.keys(chart);
        String id =
                "plane" + trait + (caption.isEmpty() ? isSphere() ? "-" + plane.across() + plane.up() : "" : "-pca");
        return new Page.Drawing(
                        Svg.of(chart, SIDE, SIDE, id, "Scatter plot of " + count + " test examples: " + title),
                        keys.size() > 1 ? keys : List.of(),
                        title,
                        caption,
                        "square")
                .from(new VectorFigure(id, chart, SIDE, SIDE));
    }

    private boolean hasRings() {
        return latents.isVariational() && prior.equals(LatentCharts.Against.STANDARD_NORMAL);
    }

    /** The edge of a square that holds all points and the prior. */
    private static double edge(double[] x, double[] y) {
        double furthest = DoubleStream.concat(Arrays.stream(x), Arrays.stream(y))
                .map(Math::abs)
                .max()
                .orElse(0);
        return Math.max(EDGE, 1.05 * furthest);
    }

    private static XYChart square(Plane plane, double edge) {
        XYChart chart = Charts.points("", plane.across(), plane.up());
        chart.getStyler()
                .setXAxisMin(-edge)
                .setXAxisMax(edge)
                .setYAxisMin(-edge)
                .setYAxisMax(edge)
                .setMarkerSize(5)
                .setLegendVisible(false);
        return chart;
    }

    /** What the plots have in common, for a caption. */
    String text() {
        String planes = latents.dimensions() == 2 || isSphere()
                ? ""
                : latents.traits().size() > 1
                        ? ", in the two dimensions that follow the factor most closely"
                        : prior.edge() > 0
                                ? ", in the two dimensions that tell most"
                                : ", in the plane in which they vary most and in the two dimensions that tell most";
        boolean edged = prior.edge() > 0;
        String what = latents.isVariational() ? "Posterior means" : edged ? "Posterior locations" : "Codes";
        String drawn = hasRings() || edged ? "; " + prior.caption() : "";
        return what + " of test examples" + planes + drawn + ".";
    }

    private Plane plane(int trait) {
        int[] chosen = dimensions(trait);
        return along(chosen[0], chosen[1]);
    }

    private int[] dimensions(int trait) {
        if (latents.dimensions() == 2) {
            return new int[] {0, 1};
        }
        List<Integer> chosen = latents.byImportance();
        if (latents.traits().size() > 1) {
            double[] values = latents.trait(trait);
            PearsonsCorrelation correlation = new PearsonsCorrelation();
            double[] strength = IntStream.range(0, latents.dimensions())
                    .mapToDouble(j -> Math.abs(correlation.correlation(latents.means(j), values)))
                    // Not a number where either is constant.
                    .map(r -> Double.isNaN(r) ? 0 : r)
                    .toArray();
            chosen = latents.byImportance().stream()
                    .sorted((a, b) -> Double.compare(strength[b], strength[a]))
                    .toList();
        }
        return new int[] {chosen.get(0), chosen.get(1)};
    }

    private static List<Group> groups(double[] values) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        boolean classes =
                distinct.length <= MOST_CLASSES && Arrays.stream(distinct).allMatch(v -> v == Math.rint(v));
        if (classes) {
            return IntStream.range(0, distinct.length)
                    .mapToObj(c -> new Group(
                            Words.number(distinct[c]),
                            Palette.SERIES.get(c),
                            members(values, distinct[c], distinct[c])))
                    .toList();
        }
        double[] sorted = Arrays.stream(values).sorted().toArray();
        List<Group> levels = new ArrayList<>();
        double from = sorted[0];
        for (int level = 1; level <= LEVELS; level++) {
            double to = sorted[Math.min(sorted.length - 1, level * sorted.length / LEVELS)];
            levels.add(new Group(
                    Words.number(shorter(from)) + " to " + Words.number(shorter(to)),
                    Palette.shade((level - 0.5) / LEVELS),
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

    private static void ring(XYChart chart, String name, double radius) {
        int steps = 72;
        double[] x = new double[steps + 1];
        double[] y = new double[steps + 1];
        Arrays.setAll(x, i -> radius * Math.cos(2 * Math.PI * i / steps));
        Arrays.setAll(y, i -> radius * Math.sin(2 * Math.PI * i / steps));
        XYSeries ring = chart.addSeries(name, x, y);
        ring.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        ring.setMarker(SeriesMarkers.NONE);
        ring.setLineColor(new Color(0x222222));
        ring.setLineStyle(new BasicStroke(1.2f));
        ring.setShowInLegend(false);
    }
}
