package org.vae4j.experiment.report.html;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.vae4j.experiment.report.chart.Palette;

/**
 * A heat map in HTML with one row per dimension and one column per epoch. The names of its rows are text of the page,
 * not of a drawing: they keep their size on a small screen.
 */
public final class HeatRows {

    private static final int MIN_DECIMALS = 2;
    /** More decimals would tell values apart that are all close to 0. */
    private static final int MAX_DECIMALS = 6;

    /** The value of the last colour if all values are 0. */
    private static final double DEFAULT_LIMIT = 0.1;

    private HeatRows() {}

    /**
     * Draws the heat map.
     *
     * @param epochs the epochs of the columns, at least one
     * @param values the values in nats: {@code values[column][dimension]}
     * @param order the dimensions of the rows, from the top
     * @param limit the value of the last colour, greater than 0; the first colour stands for 0
     * @param names gives the name of a dimension
     * @return an HTML element
     */
    public static String html(
            List<Integer> epochs, double[][] values, List<Integer> order, double limit, IntFunction<String> names) {
        int decimals = decimals(values[values.length - 1]);
        StringBuilder html = new StringBuilder("<div class=\"heat\">");
        for (int dimension : order) {
            double last = values[values.length - 1][dimension];
            html.append(format(
                    "<span>%s</span><svg role=\"img\" aria-label=\"%s: %s nats at the end\" viewBox=\"0 0 %d 1\""
                            + " preserveAspectRatio=\"none\">",
                    Subscripts.html(names.apply(dimension)),
                    Subscripts.letters(names.apply(dimension)),
                    Words.number(last),
                    values.length));
            for (int column = 0; column < values.length; column++) {
                html.append(format(
                        "<rect x=\"%d\" width=\"1.02\" height=\"1\" fill=\"%s\"/>",
                        column, colour(values[column][dimension] / limit)));
            }
            html.append(format("</svg><span>%s</span>", Words.fixed(last, decimals)));
        }
        return html.append(format(
                        "<span></span><span class=\"ends\"><span>epoch %d</span><span>epoch %d</span></span><span>nats</span></div>",
                        epochs.get(0), epochs.get(epochs.size() - 1)))
                .toString();
    }

    /**
     * Chooses the value of the last colour such that the map has its full contrast.
     *
     * @param highest the highest of all values, at least 0
     * @return the highest value, rounded up to two significant digits; 0.1 if all values are 0
     */
    public static double limit(double highest) {
        return highest > 0
                ? new BigDecimal(highest)
                        .round(new MathContext(2, RoundingMode.CEILING))
                        .doubleValue()
                : DEFAULT_LIMIT;
    }

    /** The number of decimals with which the greatest value has two significant digits, but at least two. */
    private static int decimals(double[] values) {
        double greatest = Arrays.stream(values).max().orElse(0);
        return greatest > 0
                ? (int) Math.max(MIN_DECIMALS, Math.min(MAX_DECIMALS, 1 - Math.floor(Math.log10(greatest))))
                : MIN_DECIMALS;
    }

    private static String colour(double fraction) {
        Color colour = Palette.range(fraction);
        return format("#%02x%02x%02x", colour.getRed(), colour.getGreen(), colour.getBlue());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
