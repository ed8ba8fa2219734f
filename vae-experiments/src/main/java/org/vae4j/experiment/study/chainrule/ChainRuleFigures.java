package org.vae4j.experiment.study.chainrule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;

/** The charts and images of {@link ChainRuleStudy}. */
final class ChainRuleFigures {

    private static final int MOST_THUMBNAILS = 40;
    /** Pixels of an MNIST image. */
    private static final int MNIST_PIXELS = 784;
    /** The number of atoms in the observable universe, as usually estimated. */
    private static final double LOG10_ATOMS = 80;

    private ChainRuleFigures() {}

    static ImageSheet thumbnails(List<Integer> images) {
        ImageSheet sheet = new ImageSheet(1, Thumbnails.SIDE, Thumbnails.SIDE).scale(12);
        for (int n = 0; n < Math.min(MOST_THUMBNAILS, images.size()); n++) {
            float[] pixels = new float[Thumbnails.SIDE * Thumbnails.SIDE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = images.get(n) >> i & 1;
            }
            sheet.add(pixels);
        }
        return sheet;
    }

    static XYChart fit(ChainRuleResults results) {
        XYChart chart = Charts.lines(
                "Fitted to " + results.train().size() + " binary line images",
                "pixels",
                "gain over independent pixels (nats per test image)");
        Charts.series(
                        chart,
                        "table, 2^d - 1",
                        results.rows(),
                        PixelCount::pixels,
                        row -> row.independentNegLogLikelihood() - row.tableNegLogLikelihood())
                .setLineColor(Charts.colour(0));
        Charts.series(
                        chart,
                        "logistic chain",
                        results.rows(),
                        PixelCount::pixels,
                        row -> row.independentNegLogLikelihood() - row.logisticNegLogLikelihood())
                .setLineColor(Charts.colour(2));
        return chart;
    }

    static XYChart growth() {
        XYChart chart = Charts.lines(
                "What the chain rule has to store",
                "binary pixels d (784: one MNIST image)",
                "log10 of the parameters");
        double[] d = IntStream.rangeClosed(1, MNIST_PIXELS).asDoubleStream().toArray();
        // log10(2^d - 1) = d log10 2 + log10(1 - 2^-d), since 2^784 - 1 has no exact double.
        chart.addSeries(
                "table, 2^d - 1",
                d,
                Arrays.stream(d)
                        .map(n -> n * Math.log10(2) + Math.log10(-Math.expm1(-n * Math.log(2))))
                        .toArray());
        chart.addSeries(
                "atoms in the universe", new double[] {1, MNIST_PIXELS}, new double[] {LOG10_ATOMS, LOG10_ATOMS});
        chart.addSeries(
                "logistic chain, d(d + 1)/2",
                d,
                Arrays.stream(d).map(n -> Math.log10(n * (n + 1) / 2)).toArray());
        return chart;
    }
}
