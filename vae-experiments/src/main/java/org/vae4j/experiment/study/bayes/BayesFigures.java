package org.vae4j.experiment.study.bayes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.info.Information;
import org.vae4j.info.Nats;

/** The charts of {@link BayesStudy}. */
final class BayesFigures {

    private static final int POINTS = 200;
    private static final double LEAST_LOG10_PREVALENCE = -5;
    /** Below 1, at which everybody is ill and no test says anything. */
    private static final double LARGEST_PREVALENCE = 0.999;

    private BayesFigures() {}

    static CategoryChart updates(List<BayesUpdate> updates) {
        CategoryChart chart =
                Charts.bars("Belief before and after the evidence", "problem", "probability of the hypothesis");
        List<String> names = updates.stream().map(BayesUpdate::problem).toList();
        chart.addSeries("prior", names, updates.stream().map(BayesUpdate::prior).toList());
        chart.addSeries(
                "posterior", names, updates.stream().map(BayesUpdate::posterior).toList());
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setXAxisTickMarkSpacingHint(10);
        setYAxis(chart.getStyler(), 1);
        return chart;
    }

    static XYChart prevalence(BayesStudy.Options options) {
        XYChart chart = Charts.lines(
                "A positive test means what the prevalence makes of it",
                "prevalence P(ill)",
                "P(ill | tests positive)");
        double[] prevalence = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> Math.pow(10, LEAST_LOG10_PREVALENCE * (1 - i / (double) POINTS)))
                .map(p -> Math.min(p, LARGEST_PREVALENCE))
                .toArray();
        for (int tests = 1; tests <= 3; tests++) {
            int count = tests;
            double[] posterior = Arrays.stream(prevalence)
                    .map(p -> BayesProblems.positiveTests(p, options.sensitivity(), options.specificity(), count)
                            .posterior())
                    .toArray();
            chart.addSeries(tests == 1 ? "1 test" : tests + " tests", prevalence, posterior);
        }
        chart.getStyler().setXAxisLogarithmic(true);
        setYAxis(chart.getStyler(), 1);
        return chart;
    }

    static XYChart information() {
        double[] p = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> i / (double) POINTS)
                .toArray();
        double[] positive = Arrays.copyOfRange(p, 1, p.length);
        double[] information = Arrays.stream(positive)
                .map(value -> Nats.toBits(Information.selfInformation(value)))
                .toArray();
        double[] entropy = Arrays.stream(p)
                .map(value -> Nats.toBits(Information.entropy(value, 1 - value)))
                .toArray();
        XYChart chart = Charts.lines("Rare outcomes carry more information", "probability p", "information (bits)");
        chart.addSeries("outcome: -log p", positive, information);
        chart.addSeries("coin: entropy H(p, 1 - p)", p, entropy);
        setYAxis(chart.getStyler(), 6);
        return chart;
    }

    private static void setYAxis(AxesChartStyler styler, double largest) {
        styler.setYAxisMin(0.0);
        styler.setYAxisMax(largest);
    }
}
