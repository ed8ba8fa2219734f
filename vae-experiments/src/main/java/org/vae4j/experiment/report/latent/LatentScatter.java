package org.vae4j.experiment.report.latent;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
 * Scatter plots of test examples in planes of the latent space. The examples are coloured by a trait, with one plot per
 * trait.
 */
final class LatentScatter {

    /** In a single plot, more points than this would hide each other. */
    private static final int MAX_POINTS = 1000;
    /** The same limit where there is one plot for each of several factors. */
    private static final int MAX_POINTS_OF_SEVERAL = 600;
    /** The alpha value, of 255, of points: one point shows through another. */
    private static final int OPACITY = 160;

    /** Points that are all nearer to 0 than this would be a single blot beside the circles of the prior. */
    private static final double MIN_EXTENT_WITH_CIRCLES = 0.35;

    /** A plot with the circles of the prior shows at least this many of its standard deviations. */
    private static final double MIN_EDGE_WITH_CIRCLES = 3.5;

    /** The edge of a plot, as a multiple of the distance of the furthest point. */
    private static final double MARGIN = 1.05;

    private static final int SIDE = 440;
    /** The side of each of three plots in a row; a wider plot would be scaled down, and its letters with it. */
    private static final int SIDE_OF_THREE = 300;
    /** Pixels between the ticks, the same on both axes. */
    private static final int TICK_SPACING = 70;

    private static final int MARKER_SIZE = 4;
    /** Straight pieces that a circle is drawn with. */
    private static final int CIRCLE_PIECES = 72;

    private static final Color INK = new Color(0x222222);

    private final LatentView view;
    private final LatentTable latents;
    private final LatentCharts.Reference prior;

    LatentScatter(LatentView view) {
        this.view = view;
        this.latents = view.latents();
        this.prior = view.prior();
    }

    /** Draws every plot that the examples allow: one per trait, and one of the principal components. */
    List<Page.Drawing> all() {
        if (isVisibleSphere()) {
            return Stream.of(dimensionPlane(0, 1, ""), dimensionPlane(0, 2, ""), dimensionPlane(1, 2, ""))
                    .map(plane -> scatter(0, plane, SIDE_OF_THREE))
                    .toList();
        }
        List<Page.Drawing> plots = new ArrayList<>();
        if (latents.dimensions() > 2 && latents.traits().size() < 2 && prior.edge() == 0) {
            plots.add(scatter(0, principalPlane(), SIDE));
        }
        int traitPlots = Math.max(1, latents.traits().size());
        int side = plots.size() + traitPlots == 3 ? SIDE_OF_THREE : SIDE;
        IntStream.range(0, traitPlots).forEach(trait -> plots.add(scatter(trait, traitPlane(trait), side)));
        return plots;
    }

    /** Whether the latent space is a sphere in three dimensions, which is drawn from three sides. */
    private boolean isVisibleSphere() {
        return prior.equals(LatentCharts.Reference.SPHERE)
                && latents.dimensions() == 3
                && latents.traits().size() <= 1;
    }

    /** The directions that span a plane. */
    private enum Axes {
        /** Two dimensions of z, on which the prior has a scale. */
        DIMENSIONS,
        /** Two principal components. */
        COMPONENTS
    }

    /**
     * The examples, projected onto a plane.
     *
     * @param id what the name of the drawing has for this plane
     * @param across the label of the horizontal axis
     * @param up the label of the vertical axis
     * @param x horizontal coordinates, one per example
     * @param y vertical coordinates, one per example
     * @param axes the directions that span the plane
     * @param caption a sentence on the choice of the plane; may be empty
     */
    private record Plane(String id, String across, String up, double[] x, double[] y, Axes axes, String caption) {

        String name() {
            return axes == Axes.COMPONENTS ? "principal components" : across + " and " + up;
        }
    }

    private Plane dimensionPlane(int across, int up, String caption) {
        String first = view.names().symbol(across);
        String second = view.names().symbol(up);
        return new Plane(
                isVisibleSphere() ? "-" + first + second : "",
                first,
                second,
                latents.means(across),
                latents.means(up),
                Axes.DIMENSIONS,
                caption);
    }

    private Plane principalPlane() {
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

    private int shownExamples() {
        return Math.min(latents.traits().size() > 1 ? MAX_POINTS_OF_SEVERAL : MAX_POINTS, latents.size());
    }

    private Page.Drawing scatter(int trait, Plane plane, int side) {
        int count = shownExamples();
        double[] x = Arrays.copyOf(plane.x(), count);
        double[] y = Arrays.copyOf(plane.y(), count);
        boolean hasCircles = isBesideStandardNormal(plane) && furthest(x, y) > MIN_EXTENT_WITH_CIRCLES;
        XYChart chart = square(
                plane, prior.edge() > 0 ? MARGIN * prior.edge() : edge(x, y, hasCircles ? MIN_EDGE_WITH_CIRCLES : 0));
        addPoints(chart, groups(trait, count), x, y);
        if (hasCircles) {
            addCircle(chart, "(prior, 1 σ)", 1);
            addCircle(chart, "(prior, 2 σ)", 2);
        }
        if (prior.edge() > 0) {
            addCircle(chart, "(edge)", prior.edge());
        }
        String subject = latents.traits().isEmpty()
                ? "Test examples"
                : "By " + latents.traits().get(trait);
        String title = subject + ": " + plane.name();
        List<Page.Key> keys = Svg.keys(chart);
        String id = "plane" + trait + plane.id();
        String alt =
                "Scatter plot of " + count + " test examples: " + title + ", " + plane.across() + " and " + plane.up();
        String fewer = count < latents.size() ? String.format(Locale.ROOT, "The first %,d are shown.", count) : "";
        return new Page.Drawing(
                        Svg.of(chart, side, side, id, alt),
                        keys.size() > 1 ? keys : List.of(),
                        title,
                        Stream.of(plane.caption(), priorCaption(plane, hasCircles, furthest(x, y)), fewer)
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" ")),
                        "square")
                .from(new VectorFigure(id, chart, side, side));
    }

    private List<ExampleGroup> groups(int trait, int count) {
        return latents.traits().isEmpty()
                ? List.of(ExampleGroup.all(count))
                : ExampleGroup.of(
                        Arrays.copyOf(latents.trait(trait), count),
                        view.traits().get(trait));
    }

    private static void addPoints(XYChart chart, List<ExampleGroup> groups, double[] x, double[] y) {
        for (ExampleGroup group : groups) {
            if (group.members().length > 0) {
                chart.addSeries(group.name(), group.pick(x), group.pick(y)).setMarkerColor(transparent(group.colour()));
            }
        }
    }

    /** A sentence on the prior in the plane; empty where nothing of the prior is drawn. */
    private String priorCaption(Plane plane, boolean hasCircles, double furthest) {
        if (prior.edge() == 0 && !isBesideStandardNormal(plane) || plane.axes() == Axes.COMPONENTS) {
            return "";
        }
        return hasCircles || prior.edge() > 0
                ? prior.caption()
                : "All points lie within " + Words.number(furthest)
                        + " of 0, far inside the circle of one standard deviation of the prior.";
    }

    private static Color transparent(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), OPACITY);
    }

    private boolean isBesideStandardNormal(Plane plane) {
        return view.isAgainstStandardNormal() && plane.axes() == Axes.DIMENSIONS;
    }

    private static double furthest(double[] x, double[] y) {
        return DoubleStream.concat(Arrays.stream(x), Arrays.stream(y))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** Half the side of a square about the origin that holds all points. */
    private static double edge(double[] x, double[] y, double least) {
        double furthest = furthest(x, y);
        return Math.max(least, furthest > 0 ? MARGIN * furthest : 1);
    }

    private static XYChart square(Plane plane, double edge) {
        XYChart chart = Charts.plane(plane.across(), plane.up(), edge);
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(TICK_SPACING)
                .setYAxisTickMarkSpacingHint(TICK_SPACING)
                .setMarkerSize(MARKER_SIZE)
                .setLegendVisible(false);
        return chart;
    }

    private Plane traitPlane(int trait) {
        if (latents.dimensions() == 2) {
            return dimensionPlane(0, 1, "");
        }
        List<Integer> order = view.importance().order();
        if (latents.traits().size() < 2) {
            return dimensionPlane(
                    order.get(0),
                    order.get(1),
                    "The two dimensions of the largest " + view.importance().measure() + ".");
        }
        double[] correlations = Correlation.withEach(
                latents, latents.trait(trait), view.traits().get(trait).period());
        List<Integer> byCorrelation = order.stream()
                .sorted(Comparator.comparingDouble(dimension -> -correlations[dimension]))
                .toList();
        return dimensionPlane(
                byCorrelation.get(0), byCorrelation.get(1), "The two dimensions that correlate most with this factor.");
    }

    private static void addCircle(XYChart chart, String name, double radius) {
        double[] x = new double[CIRCLE_PIECES + 1];
        double[] y = new double[CIRCLE_PIECES + 1];
        Arrays.setAll(x, i -> radius * Math.cos(2 * Math.PI * i / CIRCLE_PIECES));
        Arrays.setAll(y, i -> radius * Math.sin(2 * Math.PI * i / CIRCLE_PIECES));
        XYSeries circle = chart.addSeries(name, x, y);
        circle.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        circle.setMarker(SeriesMarkers.NONE);
        circle.setLineColor(INK);
        circle.setLineStyle(new BasicStroke(1.2f));
        circle.setShowInLegend(false);
    }
}
