package org.vae4j.experiment.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Colours and dashes that keep their meaning over several charts: what had a colour once has it in all of them. */
public final class LineStyles {

    private static final List<float[]> DASHES =
            List.of(new float[0], new float[] {7, 4}, new float[] {2, 3}, new float[] {9, 3, 2, 3});

    /** The same of lines of many points, whose pieces are shorter than a dash of a stroke. */
    private static final List<Dashes.Pattern> CUTS = List.of(
            new Dashes.Pattern(1, 1),
            new Dashes.Pattern(40, 0.6),
            new Dashes.Pattern(80, 0.4),
            new Dashes.Pattern(22, 0.85));

    private static final int MANY_POINTS = 30;

    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP);

    private static final Color NEUTRAL = new Color(0x828282);

    /** More things than this have no colour of their own. */
    public static final int COLOURS = Palette.SERIES.size();

    /** More things than this have no dash, and no shape of marker, of their own. */
    public static final int SHAPES = DASHES.size();

    private final List<String> coloured = new ArrayList<>();
    private final List<String> dashed = new ArrayList<>();

    /**
     * The styles of some names that are known beforehand; a name that comes later takes the next that is free.
     *
     * @param colours the names that have the first colours
     * @param dashes the names that have the first dashes and shapes of markers
     */
    public LineStyles(List<String> colours, List<String> dashes) {
        coloured.addAll(colours);
        dashed.addAll(dashes);
    }

    /**
     * What a line or a point stands for.
     *
     * @param colour the name that has the colour; empty for a line that stands for all, which is grey
     * @param dash the name that has the dash or the shape of the marker; empty for none
     */
    public record Look(String colour, String dash) {}

    /**
     * Gives a series its colour and its dash; a name that was never seen takes the next that is free.
     *
     * @param series the line
     * @param look what it stands for
     */
    public void line(XYSeries series, Look look) {
        Color colour = colour(look);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        float[] dash = DASHES.get(shape(look));
        series.setLineStyle(
                dash.length == 0
                        ? new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                        : new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
    }

    /**
     * Gives a curve, which may have many points and has no markers then, its colour and its dash. Do it last: the
     * series then has gaps.
     *
     * @param chart that the series belongs to
     * @param series whose x ascends
     * @param look what it stands for
     */
    public void curve(XYChart chart, XYSeries series, Look look) {
        line(series, look);
        int shape = shape(look);
        if (shape > 0 && series.getXData().length >= MANY_POINTS) {
            Dashes dashes = Dashes.of(series.getXData(), series.getYData(), CUTS.get(shape));
            chart.updateXYSeries(series.getName(), dashes.x(), dashes.y(), null);
        }
    }

    /**
     * Gives the markers of a series their colour and their shape; a name that was never seen takes the next that is
     * free.
     *
     * @param series the points
     * @param look what they stand for
     */
    public void points(XYSeries series, Look look) {
        series.setMarkerColor(colour(look));
        series.setMarker(MARKERS.get(shape(look)));
    }

    private Color colour(Look look) {
        return look.colour().isEmpty() ? NEUTRAL : Palette.SERIES.get(place(coloured, look.colour()) % COLOURS);
    }

    /** Of the eleventh colour and later ones, which the palette has not, the dash is another one. */
    private int shape(Look look) {
        int shape = look.dash().isEmpty() ? 0 : place(dashed, look.dash());
        int round = look.colour().isEmpty() ? 0 : place(coloured, look.colour()) / COLOURS;
        return (shape + round) % SHAPES;
    }

    private static int place(List<String> names, String name) {
        int place = names.indexOf(name);
        if (place >= 0) {
            return place;
        }
        names.add(name);
        return names.size() - 1;
    }
}
