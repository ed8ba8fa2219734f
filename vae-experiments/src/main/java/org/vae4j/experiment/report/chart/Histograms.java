package org.vae4j.experiment.report.chart;

import java.util.Arrays;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.math.Quantile;

/** Charts distributions of numbers as the outlines of histograms with common bins, so that several can be compared. */
public final class Histograms {

    private static final int BINS = 60;
    /** The share of values at each end that does not widen the range, which outliers would make too wide. */
    private static final double CUT = 0.001;

    private Histograms() {}

    /**
     * Charts distributions around the first one. Values outside the range of the chart count in the first or last bin.
     *
     * @param title the title of the chart
     * @param label the name of the values, with their unit
     * @param samples the samples by name, at least one. The chart shows the range of the first sample and twice its
     *     length on both sides, or less if the other samples end earlier. A sample of one value becomes a vertical
     *     line.
     * @return the chart, with the share of each bin in per cent
     */
    public static XYChart of(String title, String label, Map<String, double[]> samples) {
        XYChart chart = Charts.lines(title, label, "share of examples (% per bin)");
        double[] first = samples.values().iterator().next();
        double spread = 2 * (Quantile.of(first, 1 - CUT) - Quantile.of(first, CUT));
        double least = Math.max(
                Quantile.of(first, CUT) - spread,
                samples.values().stream()
                        .mapToDouble(v -> Quantile.of(v, CUT))
                        .min()
                        .orElse(0));
        double most = Math.min(
                Quantile.of(first, 1 - CUT) + spread,
                samples.values().stream()
                        .mapToDouble(v -> Quantile.of(v, 1 - CUT))
                        .max()
                        .orElse(1));
        double width = most > least ? (most - least) / BINS : 1;
        double highest = 0;
        for (Map.Entry<String, double[]> sample : samples.entrySet()) {
            if (sample.getValue().length > 1) {
                double[] shares = shares(sample.getValue(), least, width);
                highest = Math.max(highest, Arrays.stream(shares).max().orElse(0));
                double[] x = new double[BINS];
                Arrays.setAll(x, bin -> least + bin * width);
                chart.addSeries(sample.getKey(), x, shares).setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
            }
        }
        for (Map.Entry<String, double[]> sample : samples.entrySet()) {
            if (sample.getValue().length == 1) {
                double x = sample.getValue()[0];
                chart.addSeries(sample.getKey(), new double[] {x, x}, new double[] {0, highest});
            }
        }
        return chart;
    }

    private static double[] shares(double[] values, double least, double width) {
        double[] shares = new double[BINS];
        for (double value : values) {
            int bin = (int) Math.max(0, Math.min(BINS - 1, (value - least) / width));
            shares[bin] += 100.0 / values.length;
        }
        return shares;
    }
}
