package org.vae4j.experiment.report.latent;

import java.awt.BasicStroke;
import java.awt.Color;
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
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/**
 * Posterior means of test examples in a plane of two latent dimensions: a plot for each thing that is known of them.
 */
final class LatentScatter {

    private static final int MOST_POINTS = 1500;
    /** Where there is a plot for each of several factors. */
    private static final int FEWER_POINTS = 600;

    /** Standard deviations of the prior that a plot shows at least. */
    private static final double EDGE = 3.5;

    private static final int SIDE = 480;
    /** Ticks of both axes stand as far apart. */
    private static final int APART = 74;

    private final LatentTable latents;
    private final LatentCharts.Against prior;

    LatentScatter(LatentTable latents, LatentCharts.Against prior) {
        this.latents = latents;
        this.prior = prior;
    }

    List<Page.Drawing> all() {
        if (isSphere()) {
            return List.of(scatter(0, along(0, 1, "")), scatter(0, along(0, 2, "")), scatter(0, along(1, 2, "")));
        }
        List<Page.Drawing> plots = new ArrayList<>();
        if (latents.dimensions() > 2 && latents.traits().size() < 2 && prior.edge() == 0) {
            plots.add(scatter(0, principal()));
        }
        IntStream.range(0, Math.max(1, latents.traits().size()))
                .forEach(trait -> plots.add(scatter(trait, plane(trait))));
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
    private record Plane(String id, String across, String up, double[] x, double[] y, Axes axes, String caption) {}

    private Plane along(int across, int up, String why) {
        String first = "z" + (across + 1);
        String second = "z" + (up + 1);
        String which = why.isEmpty() ? "" : "the two dimensions that " + why;
        String drawn = hasRings() || prior.edge() > 0 ? prior.caption() : "";
        String text = which + (which.isEmpty() || drawn.isEmpty() ? "" : "; ") + drawn;
        return new Plane(
                isSphere() ? "-" + first + second : "",
                first,
                second,
                latents.means(across),
                latents.means(up),
                Axes.DIMENSIONS,
                text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".");
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
                        "The plane in which they vary most has %.0f %% of their variance.",
                        100 * components.share()));
    }

    private Page.Drawing scatter(int trait, Plane plane) {
        int count = Math.min(latents.traits().size() > 1 ? FEWER_POINTS : MOST_POINTS, latents.size());
        double[] x = Arrays.copyOf(plane.x(), count);
        double[] y = Arrays.copyOf(plane.y(), count);
        XYChart chart = square(plane, prior.edge() > 0 ? 1.05 * prior.edge() : edge(x, y));
        boolean known = !latents.traits().isEmpty();
        List<ExampleGroup> groups =
                known ? ExampleGroup.of(Arrays.copyOf(latents.trait(trait), count)) : List.of(ExampleGroup.all(count));
        for (ExampleGroup group : groups) {
            if (group.members().length > 0) {
                chart.addSeries(group.name(), group.pick(x), group.pick(y)).setMarkerColor(group.colour());
            }
        }
        if (hasRings() && plane.axes() == Axes.DIMENSIONS) {
            ring(chart, "prior, 1 σ", 1);
            ring(chart, "prior, 2 σ", 2);
        }
        if (prior.edge() > 0) {
            ring(chart, "edge", prior.edge());
        }
        String title = known ? "By " + latents.traits().get(trait) : "Test examples";
        List<Page.Key> keys = Svg.keys(chart);
        String id = "plane" + trait + plane.id();
        String alt =
                "Scatter plot of " + count + " test examples: " + title + ", " + plane.across() + " and " + plane.up();
        return new Page.Drawing(
                        Svg.of(chart, SIDE, SIDE, id, alt),
                        keys.size() > 1 ? keys : List.of(),
                        title,
                        plane.caption(),
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
                .setXAxisTickMarkSpacingHint(APART)
                .setYAxisTickMarkSpacingHint(APART)
                .setMarkerSize(5)
                .setLegendVisible(false);
        return chart;
    }

    private Plane plane(int trait) {
        int[] chosen = dimensions(trait);
        String why = latents.dimensions() == 2
                ? ""
                : latents.traits().size() > 1
                        ? "follow it most closely"
                        : latents.isVariational() ? "tell most" : "vary most";
        return along(chosen[0], chosen[1], why);
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
