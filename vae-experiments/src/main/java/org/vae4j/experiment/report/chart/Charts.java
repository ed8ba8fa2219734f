package org.vae4j.experiment.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.image.Png;

/**
 * Charts in one style: white ground, thin grey grid, colours that colour-blind people can tell apart, and labels that
 * can be read in a page. Axis labels carry their unit, for example {@code "negative ELBO (nats per example)"}.
 *
 * <p>Make one, add series, {@link #save} it:
 *
 * <pre>{@code
 * XYChart chart = Charts.lines("Training", "epoch", "negative ELBO (nats per example)");
 * chart.addSeries("training", epochs, values);
 * Charts.save(chart, context.figures().resolve("curves.png"));
 * }</pre>
 */
public final class Charts {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;
    /** Pixels per unit: crisp on dense screens and in print. */
    private static final int SCALE = 2;

    private static final float LINE_WIDTH = 2;
    private static final int MARKER_SIZE = 6;
    /** The width of a bar, as a share of the distance between two bars. */
    private static final double BAR_WIDTH = 0.8;

    /** The space beside the first and the last setting, in units of the distance between settings. */
    private static final double SETTINGS_MARGIN = 0.35;

    private static final int SIGNIFICANT_DIGITS = 4;
    /** Smaller numbers are written as 0. */
    private static final double NEGLIGIBLE = 1e-300;

    private Charts() {}

    /**
     * Creates a chart of lines without markers.
     *
     * @param title the title of the chart; may be empty
     * @param xLabel the label of the horizontal axis, with its unit
     * @param yLabel the label of the vertical axis, with its unit
     * @return a styled chart without series
     */
    public static XYChart lines(String title, String xLabel, String yLabel) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xLabel)
                .yAxisTitle(yLabel)
                .build();
        style(chart.getStyler());
        chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        return chart;
    }

    /**
     * Creates a chart of lines over epochs. Only whole epochs have a label.
     *
     * @param title the title of the chart; may be empty
     * @param yLabel the label of the vertical axis, with its unit
     * @return a styled chart without series
     */
    public static XYChart overEpochs(String title, String yLabel) {
        XYChart chart = lines(title, "epoch", yLabel);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Ticks.whole());
        return chart;
    }

    /**
     * Creates a chart of lines over a few settings, which stand equally far apart: the first at 0, the next at 1.
     *
     * @param xLabel the name of what was set
     * @param yLabel the label of the vertical axis, with its unit
     * @param settings the names of the settings, from left to right
     * @return a styled chart without series
     */
    public static XYChart overSettings(String xLabel, String yLabel, List<String> settings) {
        XYChart chart = lines("", xLabel, yLabel);
        chart.getStyler()
                .setXAxisMin(-SETTINGS_MARGIN)
                .setXAxisMax(settings.size() - 1 + SETTINGS_MARGIN)
                .setXAxisTickLabelsFormattingFunction(Ticks.names(settings));
        return chart;
    }

    /**
     * Creates a chart of lines over the values of a setting, with a tick at each value.
     *
     * @param xLabel the name of the setting
     * @param yLabel the label of the vertical axis, with its unit
     * @param axis the axis of the values
     * @return a styled chart without series
     */
    public static XYChart overValues(String xLabel, String yLabel, ValueAxis axis) {
        TestedValuesChart chart = new TestedValuesChart(
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .xAxisTitle(xLabel)
                        .yAxisTitle(yLabel),
                axis.values());
        style(chart.getStyler());
        chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        chart.hideOtherTicks();
        axis.applyTo(chart);
        return chart;
    }

    /**
     * Makes a line dashed, to tell it from another line of the same colour. Call this last: it cuts the data of the
     * series into dashes with gaps.
     *
     * @param chart the chart that the series belongs to
     * @param series the line, whose x ascends
     * @return the series
     */
    public static XYSeries dash(XYChart chart, XYSeries series) {
        // The legend shows the stroke; the line itself is cut into dashes (see Dashes for the reason).
        series.setLineStyle(
                new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
        if (series.getXData().length > 1) {
            Dashes dashes = Dashes.of(series.getXData(), series.getYData());
            chart.updateXYSeries(series.getName(), dashes.x(), dashes.y(), null);
        }
        return series;
    }

    /**
     * Creates a chart of points.
     *
     * @param title the title of the chart; may be empty
     * @param xLabel the label of the horizontal axis, with its unit
     * @param yLabel the label of the vertical axis, with its unit
     * @return a styled chart without series
     */
    public static XYChart points(String title, String xLabel, String yLabel) {
        return withPoints(lines(title, xLabel, yLabel));
    }

    private static XYChart withPoints(XYChart chart) {
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.CIRCLE});
        chart.getStyler().setMarkerSize(MARKER_SIZE);
        return chart;
    }

    /**
     * Creates a chart of points about the origin with equal units on both axes, so that circles are round.
     *
     * @param xLabel the label of the horizontal axis, with its unit
     * @param yLabel the label of the vertical axis, with its unit
     * @param edge both axes show at least the range from −edge to edge, with edge > 0
     * @return a styled chart without series
     */
    public static XYChart plane(String xLabel, String yLabel, double edge) {
        XYChart chart = new EqualAxesChart(
                new XYChartBuilder()
                        .width(HEIGHT)
                        .height(HEIGHT)
                        .xAxisTitle(xLabel)
                        .yAxisTitle(yLabel),
                edge);
        style(chart.getStyler());
        return withPoints(chart);
    }

    /**
     * Creates a chart of bars.
     *
     * @param title the title of the chart; may be empty
     * @param xLabel the label of the horizontal axis, with its unit
     * @param yLabel the label of the vertical axis, with its unit
     * @return a styled chart without series
     */
    public static CategoryChart bars(String title, String xLabel, String yLabel) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xLabel)
                .yAxisTitle(yLabel)
                .build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(BAR_WIDTH);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        return chart;
    }

    /**
     * Creates a map that shows values as colours. Set the styler's {@code min} and {@code max} to round numbers: the
     * legend shows all their digits.
     *
     * @param title the title of the chart; may be empty
     * @param xLabel the label of the horizontal axis, with its unit
     * @param yLabel the label of the vertical axis, with its unit
     * @return a styled chart without series
     */
    public static HeatMapChart heatMap(String title, String xLabel, String yLabel) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xLabel)
                .yAxisTitle(yLabel)
                .build();
        style(chart.getStyler());
        chart.getStyler().setRangeColors(Palette.RANGE.toArray(Color[]::new));
        chart.getStyler().setHeatMapDecimalValueFormatter(Ticks::label);
        // Categories are no numbers: the formatter of numbers would write 0 for all of them.
        chart.getStyler().setYAxisTickLabelsFormattingFunction(null);
        // Smoothed edges of neighbouring cells would show as a grid.
        chart.getStyler().setAntiAlias(false);
        return chart;
    }

    /**
     * Adds a series with one point per row.
     *
     * @param chart the chart
     * @param name the name of the series in the legend
     * @param rows the rows, in the order of the points
     * @param x gives the horizontal coordinate of a row
     * @param y gives the vertical coordinate of a row
     * @param <T> the type of a row
     * @return the series, to be styled
     */
    public static <T> XYSeries series(
            XYChart chart,
            String name,
            Collection<T> rows,
            ToDoubleFunction<? super T> x,
            ToDoubleFunction<? super T> y) {
        return chart.addSeries(
                name,
                rows.stream().mapToDouble(x).toArray(),
                rows.stream().mapToDouble(y).toArray());
    }

    /**
     * Thins a long series: keeps the last point and every k-th point before it, with the least k that is enough.
     *
     * @param points the points in order
     * @param most the greatest number of points to keep, at least 1
     * @param <T> the type of a point
     * @return at most {@code most} points, in the same order
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public static <T> List<T> thin(List<T> points, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("found " + most + " points to keep, expected at least 1");
        }
        int last = points.size() - 1;
        int distance = (points.size() + most - 1) / most;
        return distance <= 1
                ? points
                : IntStream.rangeClosed(0, last)
                        .filter(i -> (last - i) % distance == 0)
                        .mapToObj(points::get)
                        .toList();
    }

    /**
     * A colour of the palette, for a series that must keep it over several charts.
     *
     * @param index of the series, at least 0; the palette repeats
     * @return the colour
     */
    public static Color colour(int index) {
        return Palette.SERIES.get(index % Palette.SERIES.size());
    }

    /**
     * Renders a chart as a picture, with two pixels per unit of its size.
     *
     * @param chart any chart
     * @return an RGB picture
     */
    public static BufferedImage render(Chart<?, ?> chart) {
        Ticks.prepare(chart, chart.getWidth(), chart.getHeight());
        BufferedImage image =
                new BufferedImage(chart.getWidth() * SCALE, chart.getHeight() * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /**
     * Writes a chart as a PNG; a reader never sees half a file.
     *
     * @param chart any chart
     * @param file the file, in a folder that exists
     * @throws IOException if the file cannot be written
     */
    public static void save(Chart<?, ?> chart, Path file) throws IOException {
        Png.write(render(chart), file);
    }

    private static void style(AxesChartStyler styler) {
        styler.setTheme(new ChartTheme());
        // The frame is the axis; a second line beside it would look like a shadow.
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTicksMarksVisible(false);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setSeriesColors(Palette.SERIES.toArray(Color[]::new));
        if (!(styler instanceof CategoryStyler)) {
            // The names of bars are no numbers.
            styler.setXAxisTickLabelsFormattingFunction(Ticks.aligned());
        }
        styler.setYAxisTickLabelsFormattingFunction(Ticks.aligned());
        styler.setSeriesLines(
                new BasicStroke[] {new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)});
    }

    /**
     * Writes a number with four significant digits and without trailing zeros. Very small and very large numbers are
     * written with a power of ten.
     *
     * @param value a finite number
     * @return for example "0.08", "123500" or "1.00e-07"
     * @throws NumberFormatException if the number is infinite or NaN
     */
    public static String number(double value) {
        if (Math.abs(value) < NEGLIGIBLE) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent < -SIGNIFICANT_DIGITS || exponent > SIGNIFICANT_DIGITS + 1
                ? String.format(Locale.ROOT, "%.3g", value)
                : rounded.toPlainString();
    }
}
