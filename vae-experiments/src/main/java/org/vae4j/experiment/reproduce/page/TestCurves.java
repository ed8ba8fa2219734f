package org.vae4j.experiment.reproduce.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.Outcome.CurvePoint;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.rundir.RunFiles;

/** Pictures of the test negative ELBO over the epochs, of one run and of the settings of one budget. */
final class TestCurves {

    /** How far above the lowest number a picture goes, nats: what is higher is the first epochs. */
    private static final double SHOWN = 15;

    /** More would only make records longer. */
    private static final int MOST_POINTS = 200;

    private TestCurves() {}

    /**
     * The test negative ELBO where a run computed it, at most {@value #MOST_POINTS} epochs of it: the last one, and
     * those before it at one distance.
     *
     * @param root of the run
     * @param epochs the last that counts
     */
    static List<CurvePoint> ofRun(Path root, int epochs) {
        return Charts.thin(all(root, epochs), MOST_POINTS);
    }

    private static List<CurvePoint> all(Path root, int epochs) {
        return RunFiles.in(root).metrics().stream()
                .filter(line -> line.path("test").path("negElboNats").isNumber())
                .map(line -> new CurvePoint(
                        line.path("epoch").asInt(),
                        line.path("test").path("negElboNats").asDouble()))
                .filter(point -> point.epoch() <= epochs)
                .toList();
    }

    /** {@return whether at least two of the settings have a curve} */
    static boolean areOf(Budget budget) {
        return budget.settings().stream()
                        .filter(setting -> !setting.first().testCurve().isEmpty())
                        .count()
                > 1;
    }

    /** The curve of a run, the number obtained, and the published one where the two compare. */
    static void draw(Outcome outcome, Path file) throws IOException {
        PublishedTarget target = PublishedTarget.named(outcome.id()).orElseThrow();
        List<CurvePoint> points = outcome.testCurve();
        double[] ends = {points.get(0).epoch(), points.get(points.size() - 1).epoch()};
        XYChart chart = Charts.overEpochs(outcome.id(), "nats per test image");
        add(chart, "test negative ELBO", points);
        if (target.measure() == PublishedTarget.Measure.NLL) {
            chart.addSeries("−log p(x) here", new double[] {ends[1]}, new double[] {outcome.nats()})
                    .setMarker(SeriesMarkers.CIRCLE);
        }
        if (target.otherData().isEmpty()) {
            double published = target.publishedNats();
            chart.addSeries("published", ends, new double[] {published, published});
            chart.getStyler().setYAxisMax(Math.min(published, outcome.nats()) + SHOWN);
        }
        Charts.save(chart, file);
    }

    /** The curves of the first seed of each setting. */
    static void draw(Budget budget, Path file) throws IOException {
        XYChart chart = Charts.overEpochs("", "test negative ELBO (nats per image)");
        double lowest = Double.POSITIVE_INFINITY;
        for (Setting setting : budget.settings()) {
            List<CurvePoint> points = setting.first().testCurve();
            if (!points.isEmpty()) {
                add(chart, name(setting), points);
                lowest = Math.min(
                        lowest,
                        points.stream()
                                .mapToDouble(CurvePoint::negElboNats)
                                .min()
                                .orElseThrow());
            }
        }
        chart.getStyler().setYAxisMax(lowest + SHOWN);
        Charts.save(chart, file);
    }

    private static String name(Setting setting) {
        Outcome first = setting.first();
        return first.changes().isEmpty() ? first.id() : String.join(" ", first.changes());
    }

    private static void add(XYChart chart, String name, List<CurvePoint> points) {
        Charts.series(chart, name, points, CurvePoint::epoch, CurvePoint::negElboNats);
    }
}
