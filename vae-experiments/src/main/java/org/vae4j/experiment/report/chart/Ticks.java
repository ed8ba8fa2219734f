package org.vae4j.experiment.report.chart;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** The places of the ticks on the axes of charts, and their labels. */
public final class Ticks {

    /** The length of the horizontal axis, as a share of the chart's width; a rough value. */
    private static final double AXIS_SHARE = 0.8;
    /** Pixels between two ticks, about. */
    private static final int TICK_SPACING = 74;

    /** The greatest distance between ticks, as a share of the chart's width; beyond it XChart draws no ticks. */
    private static final double MAX_SPACING_SHARE = 0.65;

    private static final double MAX_SPACING_SHARE_BESIDE_A_LEGEND = 0.5;

    /** Values this near to a whole number count as whole. */
    private static final double WHOLE_TOLERANCE = 1e-9;
    /** Distances whose relative difference is below this count as equal. */
    private static final double EQUAL_DISTANCE_TOLERANCE = 1e-6;

    private static final String HIDDEN_SERIES = "off the grid";
    /** The place of the hidden point, as a share of the data's range: a place that no equally spaced data have. */
    private static final double OFF_THE_GRID = 0.01234567;

    /** The width of a letter in a label, in pixels, about. */
    private static final double LETTER_WIDTH = 8.5;
    /** A label is never cut to fewer letters than this, since "a…b" would not tell settings apart. */
    private static final int MIN_LETTERS = 5;

    private Ticks() {}

    /** The whole values of an axis that have a tick. */
    private enum Choice {
        SOME,
        EACH
    }

    /**
     * Labels the whole values of an axis, and no value between them.
     *
     * @param label gives the label of a value
     * @param choice the values that have a tick
     * @param maxLetters a longer label is cut, since XChart leaves out a label that does not fit between its ticks
     */
    private record WholeLabels(DoubleFunction<String> label, Choice choice, int maxLetters)
            implements Function<Double, String> {
        @Override
        public String apply(Double value) {
            double whole = Math.rint(value);
            return Math.abs(value - whole) < WHOLE_TOLERANCE
                    ? cut(label.apply(whole))
                    : blank(3 + (int) Math.floor(value));
        }

        /** Cuts out the middle of a name, since the names of settings often begin alike. */
        private String cut(String name) {
            int left = (maxLetters - 1) / 2;
            return name.length() <= maxLetters || name.isBlank()
                    ? name
                    : name.substring(0, left) + "…" + name.substring(name.length() - (maxLetters - 1 - left));
        }

        WholeLabels withMaxLetters(int letters) {
            return new WholeLabels(label, choice, letters);
        }

        /** A label that is not seen. Its length differs from tick to tick, since XChart wants different labels. */
        static String blank(int length) {
            return " ".repeat(Math.max(1, length));
        }
    }

    /**
     * Labels the numbers of an axis, all with as many decimals as the distance between two ticks has. XChart asks for
     * the labels of both ends and of each tick in order; the distance is known once two successive distances are
     * equal, that is after a first painting.
     */
    private static final class AlignedLabels implements Function<Double, String> {

        private double lastValue = Double.NaN;
        private double lastDistance = Double.NaN;
        private double tickDistance = Double.NaN;

        @Override
        public String apply(Double value) {
            learnDistance(value);
            String distance = Double.isNaN(tickDistance) ? "" : Charts.number(tickDistance);
            if (distance.isEmpty()
                    || distance.contains("e")
                    || Charts.number(value - value % tickDistance).contains("e")) {
                return label(value);
            }
            int decimals = distance.contains(".") ? distance.length() - distance.indexOf('.') - 1 : 0;
            return withMinusSign(new BigDecimal(value)
                    .setScale(decimals, RoundingMode.HALF_EVEN)
                    .toPlainString());
        }

        private void learnDistance(double value) {
            double distance = Math.abs(value - lastValue);
            if (distance > 0 && Math.abs(distance - lastDistance) < EQUAL_DISTANCE_TOLERANCE * distance) {
                tickDistance = distance;
            }
            lastDistance = distance;
            lastValue = value;
        }
    }

    /** Creates the labels of one axis of numbers, all with equally many decimals. */
    static Function<Double, String> aligned() {
        return new AlignedLabels();
    }

    /** Creates the labels of an axis of whole numbers, such as epochs. */
    static Function<Double, String> whole() {
        return new WholeLabels(Ticks::label, Choice.SOME, Integer.MAX_VALUE);
    }

    /** Creates the labels of an axis on which the names of a list stand at 0, 1, 2 and so on. */
    static Function<Double, String> names(List<String> names) {
        return new WholeLabels(
                index -> index < 0
                        ? WholeLabels.blank((int) -index)
                        : index < names.size()
                                ? names.get((int) index)
                                : WholeLabels.blank(2 + (int) index - names.size()),
                Choice.EACH,
                Integer.MAX_VALUE);
    }

    /** The label of a number, with a minus sign that is as wide as a digit. */
    static String label(double value) {
        return withMinusSign(Charts.number(value));
    }

    private static String withMinusSign(String number) {
        return number.replace('-', '−');
    }

    /**
     * Prepares a chart for being painted: its ticks are put at round numbers, and all labels of an axis get equally
     * many decimals.
     *
     * @param chart the chart, to which a hidden series may be added
     * @param width the width in which the chart will be painted, in pixels
     * @param height the height in which the chart will be painted, in pixels
     */
    public static void prepare(Chart<?, ?> chart, int width, int height) {
        roundTicks(chart, width);
        Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            // The aligned labels learn the distance of the ticks from a painting.
            chart.paint(nowhere, width, height);
        } finally {
            nowhere.dispose();
        }
    }

    /**
     * Puts the ticks of the horizontal axis at round numbers, or at whole values if the axis has only these. XChart
     * puts ticks at the data points where these are equally spaced, at 0, 21, 42 and so on; a hidden point off this
     * grid makes it choose round numbers.
     *
     * @param anyChart the chart, to which a hidden series may be added
     * @param width the width in which the chart will be painted, in pixels
     */
    static void roundTicks(Chart<?, ?> anyChart, int width) {
        if (!(anyChart instanceof XYChart chart)) {
            return;
        }
        double[] x = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getXData()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (x.length < 2 || !(x[0] < x[x.length - 1])) {
            return;
        }
        double range = x[x.length - 1] - x[0];
        if (chart.getStyler().getXAxisTickLabelsFormattingFunction() instanceof WholeLabels labels) {
            spaceWholeTicks(chart, labels, width, range);
        }
        if (chart.getSeries(HIDDEN_SERIES) == null) {
            double offTheGrid = x[0] + OFF_THE_GRID * range;
            XYSeries hidden =
                    chart.addSeries(HIDDEN_SERIES, new double[] {x[0], offTheGrid, x[x.length - 1]}, new double[] {
                        Double.NaN, Double.NaN, Double.NaN
                    });
            hidden.setShowInLegend(false);
        }
    }

    /** Makes the distance of ticks that of two whole values, or more where only some values have a tick. */
    private static void spaceWholeTicks(XYChart chart, WholeLabels labels, int width, double range) {
        XYStyler styler = chart.getStyler();
        Double min = styler.getXAxisMin();
        Double max = styler.getXAxisMax();
        double shown = min == null || max == null ? range : max - min;
        boolean isBesideLegend = styler.isLegendVisible() && styler.getLegendPosition() == LegendPosition.OutsideE;
        double maxShare = isBesideLegend ? MAX_SPACING_SHARE_BESIDE_A_LEGEND : MAX_SPACING_SHARE;
        double unitPixels = Math.min(maxShare, AXIS_SHARE / Math.max(1, shown)) * width;
        if (labels.choice() == Choice.EACH) {
            int maxLetters = Math.max(MIN_LETTERS, (int) (unitPixels / LETTER_WIDTH));
            styler.setXAxisTickMarkSpacingHint((int) unitPixels);
            styler.setXAxisTickLabelsFormattingFunction(labels.withMaxLetters(maxLetters));
        } else {
            styler.setXAxisTickMarkSpacingHint((int) Math.max(TICK_SPACING, unitPixels));
        }
    }
}
