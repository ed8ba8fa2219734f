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

/** A map of values by colour whose rows have names that are text of the page, as large on a phone as anywhere. */
public final class HeatRows {

    /** More digits would tell a nothing from a nothing. */
    private static final int MOST_DECIMALS = 6;

    private static final double NOTHING = 0.1;

    private HeatRows() {}

    /**
     * One row per dimension.
     *
     * @param epochs of the columns
     * @param values by column and dimension
     * @param order which dimensions are shown, from the top
     * @param most what the last colour stands for, above 0; the first is 0
     * @param names of the dimensions
     * @return HTML of numbers and colours alone
     */
    public static String html(
            List<Integer> epochs, double[][] values, List<Integer> order, double most, IntFunction<String> names) {
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
                        column, colour(values[column][dimension] / most)));
            }
            html.append(format("</svg><span>%s</span>", Words.fixed(last, decimals)));
        }
        return html.append(format(
                        "<span></span><span class=\"ends\"><span>epoch %d</span><span>epoch %d</span></span><span>nats</span></div>",
                        epochs.get(0), epochs.get(epochs.size() - 1)))
                .toString();
    }

    /**
     * The value that the last colour should stand for.
     *
     * @param highest of all values, at least 0
     * @return the same rounded up to two digits, so that the map has its full contrast; a tenth where all are 0
     */
    public static double end(double highest) {
        return highest > 0
                ? new BigDecimal(highest)
                        .round(new MathContext(2, RoundingMode.CEILING))
                        .doubleValue()
                : NOTHING;
    }

    /** Two, or as many as show two digits of the greatest value. */
    private static int decimals(double[] values) {
        double most = Arrays.stream(values).max().orElse(0);
        return most > 0 ? (int) Math.max(2, Math.min(MOST_DECIMALS, 1 - Math.floor(Math.log10(most)))) : 2;
    }

    private static String colour(double fraction) {
        Color colour = Palette.range(fraction);
        return format("#%02x%02x%02x", colour.getRed(), colour.getGreen(), colour.getBlue());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
