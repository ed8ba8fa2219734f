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

    /** What is left free beside the first and the last of some settings. */
    private static final double SIDE = 0.35;

    private static final int DIGITS = 4;
    private static final double NEGLIGIBLE = 1e-300;

    private Charts() {}

    /**
     * A chart of lines without markers.
     *
     * @param title what it shows
     * @param xLabel with its unit
     * @param yLabel with its unit
     * @return empty, styled
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
     * A chart of lines over epochs, which are whole: ticks between them have no label.
     *
     * @param title what it shows
     * @param yLabel with its unit
     * @return empty, styled
     */
    public static XYChart overEpochs(String title, String yLabel) {
        XYChart chart = lines(title, "epoch", yLabel);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Ticks.whole());
        return chart;
    }

    /**
     * A chart of lines over a few settings, which stand equally far apart: the first at 0, the next at 1.
     *
     * @param xLabel what was set
     * @param yLabel with its unit
     * @param settings from left to right
     * @return empty, styled
     */
    public static XYChart overSettings(String xLabel, String yLabel, List<String> settings) {
        XYChart chart = lines("", xLabel, yLabel);
        chart.getStyler()
                .setXAxisMin(-SIDE)
                .setXAxisMax(settings.size() - 1 + SIDE)
                .setXAxisTickLabelsFormattingFunction(Ticks.names(settings));
        return chart;
    }

    /**
     * A chart of lines over the values of a setting, whose ticks stand at these values.
     *
     * @param xLabel what was set
     * @param yLabel with its unit
     * @param axis the values
     * @return empty, styled
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
     * Makes a line dashed, for what has the colour of another line of its chart. Do it last: the series then has gaps.
     *
     * @param chart that the series belongs to
     * @param series whose x ascends
     * @return the series
     */
    public static XYSeries dash(XYChart chart, XYSeries series) {
        // A legend shows the stroke.
        series.setLineStyle(
                new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
        if (series.getXData().length > 1) {
            Dashes dashes = Dashes.of(series.getXData(), series.getYData());
            chart.updateXYSeries(series.getName(), dashes.x(), dashes.y(), null);
        }
        return series;
    }

    /**
     * A chart of points.
     *
     * @param title what it shows
     * @param xLabel with its unit
     * @param yLabel with its unit
     * @return empty, styled
     */
    public static XYChart points(String title, String xLabel, String yLabel) {
        return scattered(lines(title, xLabel, yLabel));
    }

    private static XYChart scattered(XYChart chart) {
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.CIRCLE});
        chart.getStyler().setMarkerSize(6);
        return chart;
    }

    /**
     * A chart of points about the origin, on which a unit is as long upwards as across: circles are round.
     *
     * @param xLabel with its unit
     * @param yLabel with its unit
     * @param edge both axes show at least from −edge to edge, > 0
     * @return empty, styled
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
        return scattered(chart);
    }

    /**
     * A chart of bars.
     *
     * @param title what it shows
     * @param xLabel with its unit
     * @param yLabel with its unit
     * @return empty, styled
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
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        return chart;
    }

    /**
     * A map of values by colour. Set the styler's {@code min} and {@code max} to round numbers: the legend shows them
     * in full.
     *
     * @param title what it shows
     * @param xLabel with its unit
     * @param yLabel with its unit
     * @return empty, styled
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
     * @param <T> what a row is
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
     * Leaves out points of a long series: the last one stays, and those before it at one distance.
     *
     * @param points in order
     * @param most how many may stay, ≥ 1
     * @param <T> what a point is
     * @return at most so many, in the same order
     */
    public static <T> List<T> thin(List<T> points, int most) {
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
     * The chart as a picture, two pixels per unit.
     *
     * @param chart any chart
     * @return RGB
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
     * Writes the chart as a PNG; a reader never sees half a file.
     *
     * @param chart any chart
     * @param file whose folder exists
     * @throws IOException when the file cannot be written
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
            // It would turn the names of bars into numbers.
            styler.setXAxisTickLabelsFormattingFunction(Ticks.aligned());
        }
        styler.setYAxisTickLabelsFormattingFunction(Ticks.aligned());
        styler.setSeriesLines(new BasicStroke[] {new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)});
    }

    /**
     * Four significant digits, without trailing zeros; powers of ten only where they are shorter.
     *
     * @param value the number
     */
    public static String number(double value) {
        if (Math.abs(value) < NEGLIGIBLE) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent < -DIGITS || exponent > DIGITS + 1
                ? String.format(Locale.ROOT, "%.3g", value)
                : rounded.toPlainString();
    }
}
