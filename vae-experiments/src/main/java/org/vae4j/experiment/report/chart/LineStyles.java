package org.vae4j.experiment.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Colours, dashes and marker shapes that keep their meaning over several charts: a name that has a colour or a shape in
 * one chart has it in all of them.
 */
public final class LineStyles {

    /** Lengths in pixels of strokes and gaps; the first line is solid. */
    private static final List<float[]> STROKES =
            List.of(new float[0], new float[] {7, 4}, new float[] {2, 3}, new float[] {9, 3, 2, 3});

    /** The patterns of lines with many points, whose pieces are shorter than a dash of a stroke. */
    private static final List<Dashes.Pattern> PATTERNS = List.of(
            new Dashes.Pattern(1, 1),
            new Dashes.Pattern(40, 0.6),
            new Dashes.Pattern(80, 0.4),
            new Dashes.Pattern(22, 0.85));

    /** Lines of fewer points are dashed by their stroke. */
    private static final int MIN_POINTS_FOR_PATTERNS = 30;

    private static final float LINE_WIDTH = 2;

    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP);

    private static final Color NEUTRAL = new Color(0x828282);

    /** The number of names that have a colour of their own. */
    public static final int COLOURS = Palette.SERIES.size();

    /** The number of names that have a dash, and a shape of marker, of their own. */
    public static final int SHAPES = STROKES.size();

    /** The names in the order of their colours. */
    private final List<String> colourNames = new ArrayList<>();
    /** The names in the order of their dashes and marker shapes. */
    private final List<String> shapeNames = new ArrayList<>();

    /**
     * Styles for names that are known beforehand. A name that comes later takes the next free colour or shape.
     *
     * @param colours the names that have the first colours
     * @param dashes the names that have the first dashes and marker shapes
     */
    public LineStyles(List<String> colours, List<String> dashes) {
        colourNames.addAll(colours);
        shapeNames.addAll(dashes);
    }

    /**
     * The names that the look of a line or a point stands for.
     *
     * @param colour the name that has the colour; empty for grey, the colour of what stands for no name
     * @param dash the name that has the dash or the marker shape; empty for the first of them
     */
    public record Look(String colour, String dash) {}

    /**
     * Gives a series its colour and its dash. A new name takes the next free one.
     *
     * @param series the line
     * @param look the names that the line stands for
     */
    public void line(XYSeries series, Look look) {
        Color colour = colour(look);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        float[] stroke = STROKES.get(shape(look));
        series.setLineStyle(
                stroke.length == 0
                        ? new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                        : new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, stroke, 0));
    }

    /**
     * Gives a curve of any number of points its colour and its dash. Call this last: it cuts the data of a curve of
     * many points into dashes with gaps.
     *
     * @param chart the chart that the series belongs to
     * @param series the curve, whose x ascends
     * @param look the names that the curve stands for
     */
    public void curve(XYChart chart, XYSeries series, Look look) {
        line(series, look);
        int shape = shape(look);
        if (shape > 0 && series.getXData().length >= MIN_POINTS_FOR_PATTERNS) {
            Dashes dashes = Dashes.of(series.getXData(), series.getYData(), PATTERNS.get(shape));
            chart.updateXYSeries(series.getName(), dashes.x(), dashes.y(), null);
        }
    }

    /**
     * Gives the markers of a series their colour and their shape. A new name takes the next free one.
     *
     * @param series the points
     * @param look the names that the points stand for
     */
    public void points(XYSeries series, Look look) {
        series.setMarkerColor(colour(look));
        series.setMarker(MARKERS.get(shape(look)));
    }

    private Color colour(Look look) {
        return look.colour().isEmpty() ? NEUTRAL : Palette.SERIES.get(indexOrNew(colourNames, look.colour()) % COLOURS);
    }

    /** The index of the shape. A name beyond the last colour takes the first colours again, with the next shape. */
    private int shape(Look look) {
        int shape = look.dash().isEmpty() ? 0 : indexOrNew(shapeNames, look.dash());
        int round = look.colour().isEmpty() ? 0 : indexOrNew(colourNames, look.colour()) / COLOURS;
        return (shape + round) % SHAPES;
    }

    /** The index of a name in a list, to which a new name is added. */
    private static int indexOrNew(List<String> names, String name) {
        int index = names.indexOf(name);
        if (index >= 0) {
            return index;
        }
        names.add(name);
        return names.size() - 1;
    }
}
