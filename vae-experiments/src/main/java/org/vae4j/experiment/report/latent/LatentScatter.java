package org.vae4j.experiment.report.latent;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;

/**
 * Where test examples lie in a plane of two latent dimensions: a plot for each thing that is known of them.
 */
final class LatentScatter {

    /** More points lie over each other. */
    private static final int MOST_POINTS = 1000;
    /** Where there is a plot for each of several factors. */
    private static final int FEWER_POINTS = 600;
    /** Points that lie over each other show through. */
    private static final int OPACITY = 160;

    /** Points that are all nearer to 0 than this would be one blot beside the circles of the prior. */
    private static final double SPECK = 0.35;

    /** Standard deviations of the prior that a plot with its circles shows at least. */
    private static final double EDGE = 3.5;

    private static final int SIDE = 440;
    /** Of three that stand side by side, whose letters would be too small. */
    private static final int NARROW = 300;
    /** Ticks of both axes stand as far apart. */
    private static final int APART = 70;

    private final LatentView view;
    private final LatentTable latents;
    private final LatentCharts.Against prior;

    LatentScatter(LatentView view) {
        this.view = view;
        this.latents = view.latents();
        this.prior = view.prior();
    }

    List<Page.Drawing> all() {
        if (isSphere()) {
            return Stream.of(along(0, 1, ""), along(0, 2, ""), along(1, 2, ""))
                    .map(plane -> scatter(0, plane, NARROW))
                    .toList();
        }
        List<Page.Drawing> plots = new ArrayList<>();
        if (latents.dimensions() > 2 && latents.traits().size() < 2 && prior.edge() == 0) {
            plots.add(scatter(0, principal(), SIDE));
        }
        int each = Math.max(1, latents.traits().size());
        int side = plots.size() + each == 3 ? NARROW : SIDE;
        IntStream.range(0, each).forEach(trait -> plots.add(scatter(trait, plane(trait), side)));
        return plots;
    }

    /** The sphere that one sees is shown from three sides. */
    private boolean isSphere() {
        return prior.equals(LatentCharts.Against.SPHERE)
                && latents.dimensions() == 3
                && latents.traits().size() <= 1;
    }

    /** What a plane is spanned by. */
    private enum Axes {
        /** Dimensions of z, which the prior has a scale for. */
        DIMENSIONS,
        /** Directions between them. */
        COMPONENTS
    }

    /**
     * Where the examples stand.
     *
     * @param id its part of the name of the drawing
     * @param axes what it is spanned by
     */
    private record Plane(String id, String across, String up, double[] x, double[] y, Axes axes, String caption) {

        String name() {
            return axes == Axes.COMPONENTS ? "principal components" : across + " and " + up;
        }
    }

    private Plane along(int across, int up, String which) {
        String first = view.names().symbol(across);
        String second = view.names().symbol(up);
        return new Plane(
                isSphere() ? "-" + first + second : "",
                first,
                second,
                latents.means(across),
                latents.means(up),
                Axes.DIMENSIONS,
                which);
    }

    private Plane principal() {
        PrincipalPlane components = PrincipalPlane.of(latents);
        return new Plane(
                "-pca",
                "first principal component",
                "second principal component",
                components.first(),
                components.second(),
                Axes.COMPONENTS,
                String.format(
                        Locale.ROOT,
                        "The plane of the first two principal components, which has %.0f\u00a0%% of the variance.",
                        100 * components.share()));
    }

    private int shown() {
        return Math.min(latents.traits().size() > 1 ? FEWER_POINTS : MOST_POINTS, latents.size());
    }

    private Page.Drawing scatter(int trait, Plane plane, int side) {
        int count = shown();
        double[] x = Arrays.copyOf(plane.x(), count);
        double[] y = Arrays.copyOf(plane.y(), count);
        boolean scaled = hasRings() && plane.axes() == Axes.DIMENSIONS;
        boolean ringed = scaled && furthest(x, y) > SPECK;
        XYChart chart = square(plane, prior.edge() > 0 ? 1.05 * prior.edge() : edge(x, y, ringed ? EDGE : 0));
        boolean known = !latents.traits().isEmpty();
        List<ExampleGroup> groups = known
                ? ExampleGroup.of(
                        Arrays.copyOf(latents.trait(trait), count),
                        view.traits().get(trait))
                : List.of(ExampleGroup.all(count));
        for (ExampleGroup group : groups) {
            if (group.members().length > 0) {
                chart.addSeries(group.name(), group.pick(x), group.pick(y)).setMarkerColor(transparent(group.colour()));
            }
        }
        if (ringed) {
            ring(chart, "(prior, 1 σ)", 1);
            ring(chart, "(prior, 2 σ)", 2);
        }
        if (prior.edge() > 0) {
            ring(chart, "(edge)", prior.edge());
        }
        String title = (known ? "By " + latents.traits().get(trait) : "Test examples") + ": " + plane.name();
        List<Page.Key> keys = Svg.keys(chart);
        String id = "plane" + trait + plane.id();
        String alt =
                "Scatter plot of " + count + " test examples: " + title + ", " + plane.across() + " and " + plane.up();
        String fewer = count < latents.size() ? String.format(Locale.ROOT, "The first %,d are shown.", count) : "";
        return new Page.Drawing(
                        Svg.of(chart, side, side, id, alt),
                        keys.size() > 1 ? keys : List.of(),
                        title,
                        Stream.of(plane.caption(), scale(plane, ringed, furthest(x, y)), fewer)
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" ")),
                        "square")
                .from(new VectorFigure(id, chart, side, side));
    }

    /** What the points are held against. */
    private String scale(Plane plane, boolean ringed, double furthest) {
        if (plane.axes() == Axes.COMPONENTS || !hasRings() && prior.edge() == 0) {
            return "";
        }
        return ringed || prior.edge() > 0
                ? prior.caption()
                : "All points lie within " + Words.number(furthest)
                        + " of 0, far inside the circle of one standard deviation of the prior.";
    }

    private static Color transparent(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), OPACITY);
    }

    private boolean hasRings() {
        return view.isAgainstStandardNormal();
    }

    private static double furthest(double[] x, double[] y) {
        return DoubleStream.concat(Arrays.stream(x), Arrays.stream(y))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** The edge of a square that holds all points, and at least as much. */
    private static double edge(double[] x, double[] y, double least) {
        double furthest = furthest(x, y);
        return Math.max(least, furthest > 0 ? 1.05 * furthest : 1);
    }

    private static XYChart square(Plane plane, double edge) {
        XYChart chart = Charts.plane(plane.across(), plane.up(), edge);
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(APART)
                .setYAxisTickMarkSpacingHint(APART)
                .setMarkerSize(4)
                .setLegendVisible(false);
        return chart;
    }

    private Plane plane(int trait) {
        if (latents.dimensions() == 2) {
            return along(0, 1, "");
        }
        List<Integer> order = view.importance().order();
        if (latents.traits().size() < 2) {
            return along(
                    order.get(0),
                    order.get(1),
                    "The two dimensions of the largest " + view.importance().measure() + ".");
        }
        double[] strength = Correlation.withEach(
                latents, latents.trait(trait), view.traits().get(trait).period());
        List<Integer> chosen = order.stream()
                .sorted((a, b) -> Double.compare(strength[b], strength[a]))
                .toList();
        return along(chosen.get(0), chosen.get(1), "The two dimensions that correlate most with this factor.");
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
