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

/** Where the ticks of axes stand and how they are labelled. */
public final class Ticks {

    /** Of a chart's width, what its axis has. */
    private static final double AXIS = 0.8;
    /** Pixels between ticks, about. */
    private static final int APART = 74;

    /** Of a chart's width; where ticks stand further apart, XChart draws none. */
    private static final double MOST_APART = 0.65;

    private static final double MOST_APART_BESIDE_A_LEGEND = 0.5;

    private static final String HIDDEN = "off the grid";
    /** The width of a letter at an axis, in pixels, about. */
    private static final double LETTER = 8.5;
    /** Of a name that is cut; "a…b" says little. */
    private static final int FEWEST_LETTERS = 5;

    private Ticks() {}

    /** Which ticks of an axis of whole values are labelled. */
    private enum Choice {
        SOME,
        EACH
    }

    /**
     * What labels an axis whose values are whole: nothing stands between them.
     *
     * @param label of a value
     * @param choice which values have one
     * @param letters how many a label may have; XChart leaves labels out that do not fit between their ticks
     */
    private record Whole(DoubleFunction<String> label, Choice choice, int letters) implements Function<Double, String> {
        @Override
        public String apply(Double value) {
            double whole = Math.rint(value);
            return Math.abs(value - whole) < 1e-9 ? cut(label.apply(whole)) : blank(3 + (int) Math.floor(value));
        }

        /** Without its middle: names of settings often begin alike. */
        private String cut(String name) {
            int left = (letters - 1) / 2;
            return name.length() <= letters || name.isBlank()
                    ? name
                    : name.substring(0, left) + "…" + name.substring(name.length() - (letters - 1 - left));
        }

        Whole withLetters(int most) {
            return new Whole(label, choice, most);
        }

        /** XChart wants different labels, where none is to be seen too. */
        static String blank(int length) {
            return " ".repeat(Math.max(1, length));
        }
    }

    /**
     * What labels an axis of numbers, all with as many digits behind the point as the distance between them has: it
     * learns that in a first painting. XChart asks for the labels of both ends, too, and of each tick in order.
     */
    private static final class Aligned implements Function<Double, String> {

        private double last = Double.NaN;
        private double distance = Double.NaN;
        private double step = Double.NaN;

        @Override
        public String apply(Double value) {
            double now = Math.abs(value - last);
            if (now > 0 && Math.abs(now - distance) < 1e-6 * now) {
                step = now;
            }
            distance = now;
            last = value;
            String text = Double.isNaN(step) ? "" : Charts.number(step);
            if (text.isEmpty()
                    || text.contains("e")
                    || Charts.number(value - value % step).contains("e")) {
                return label(value);
            }
            int decimals = text.contains(".") ? text.length() - text.indexOf('.') - 1 : 0;
            return minus(new BigDecimal(value)
                    .setScale(decimals, RoundingMode.HALF_EVEN)
                    .toPlainString());
        }
    }

    /** Labels of the numbers of one axis. */
    static Function<Double, String> aligned() {
        return new Aligned();
    }

    /** Labels of whole numbers. */
    static Function<Double, String> whole() {
        return new Whole(Ticks::label, Choice.SOME, Integer.MAX_VALUE);
    }

    /** Labels of places in a list, from 0 on. */
    static Function<Double, String> names(List<String> names) {
        return new Whole(
                place -> place < 0
                        ? Whole.blank((int) -place)
                        : place < names.size() ? names.get((int) place) : Whole.blank(2 + (int) place - names.size()),
                Choice.EACH,
                Integer.MAX_VALUE);
    }

    /** A number at an axis, with the sign that is as wide as a digit. */
    static String label(double value) {
        return minus(Charts.number(value));
    }

    private static String minus(String number) {
        return number.replace('-', '−');
    }

    /**
     * Readies a chart for being painted: its ticks stand at round numbers, whose labels have as many digits as each
     * other.
     *
     * @param chart the chart, to which a hidden series may be added
     * @param width in which it will be painted
     * @param height in which it will be painted
     */
    public static void prepare(Chart<?, ?> chart, int width, int height) {
        round(chart, width);
        Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            chart.paint(nowhere, width, height);
        } finally {
            nowhere.dispose();
        }
    }

    /**
     * XChart puts ticks on data points when these are equally spaced, at 0, 21, 42 and so on; one point off the grid,
     * which is not drawn, makes it choose round numbers. Between whole values, such as epochs, there is none.
     *
     * @param any the chart, to which a hidden series may be added
     * @param width in which it will be drawn
     */
    static void round(Chart<?, ?> any, int width) {
        if (!(any instanceof XYChart chart)) {
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
        if (chart.getStyler().getXAxisTickLabelsFormattingFunction() instanceof Whole whole) {
            Double least = chart.getStyler().getXAxisMin();
            Double most = chart.getStyler().getXAxisMax();
            double shown = least == null || most == null ? range : most - least;
            boolean beside = chart.getStyler().isLegendVisible()
                    && chart.getStyler().getLegendPosition() == LegendPosition.OutsideE;
            double apart = beside ? MOST_APART_BESIDE_A_LEGEND : MOST_APART;
            double unit = Math.min(apart, AXIS / Math.max(1, shown)) * width;
            chart.getStyler()
                    .setXAxisTickMarkSpacingHint((int) (whole.choice() == Choice.EACH ? unit : Math.max(APART, unit)));
            if (whole.choice() == Choice.EACH) {
                chart.getStyler().setXAxisTickLabelsFormattingFunction(whole.withLetters(Math.max(FEWEST_LETTERS, (int)
                        (unit / LETTER))));
            }
        }
        if (chart.getSeries(HIDDEN) == null) {
            double between = x[0] + 0.01234567 * range;
            XYSeries hidden = chart.addSeries(HIDDEN, new double[] {x[0], between, x[x.length - 1]}, new double[] {
                Double.NaN, Double.NaN, Double.NaN
            });
            hidden.setShowInLegend(false);
        }
    }
}
