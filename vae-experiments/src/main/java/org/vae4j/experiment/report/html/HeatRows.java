package org.vae4j.experiment.report.html;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.report.chart.Palette;

/** A map of values by colour whose rows have names that are text of the page, as large on a phone as anywhere. */
public final class HeatRows {

    /** More digits would tell a nothing from a nothing. */
    private static final int MOST_DECIMALS = 6;

    private HeatRows() {}

    /**
     * One row per dimension.
     *
     * @param epochs of the columns
     * @param values by column and dimension
     * @param order which dimensions are shown, from the top
     * @param most what the last colour stands for, above 0; the first is 0
     * @return HTML of numbers and colours alone
     */
    public static String html(List<Integer> epochs, double[][] values, List<Integer> order, double most) {
        int decimals = decimals(values[values.length - 1]);
        StringBuilder html = new StringBuilder("<div class=\"heat\">");
        for (int dimension : order) {
            double last = values[values.length - 1][dimension];
            html.append(format(
                    "<span>z%d</span><svg role=\"img\" aria-label=\"z%d: %s nats at the end\" viewBox=\"0 0 %d 1\""
                            + " preserveAspectRatio=\"none\">",
                    dimension + 1, dimension + 1, Words.number(last), values.length));
            for (int column = 0; column < values.length; column++) {
                html.append(format(
                        "<rect x=\"%d\" width=\"1.02\" height=\"1\" fill=\"%s\"/>",
                        column, colour(values[column][dimension] / most)));
            }
            html.append(format("</svg><span>%." + decimals + "f</span>", last));
        }
        return html.append(format(
                        "<span></span><span class=\"ends\"><span>epoch %d</span><span>epoch %d</span></span><span>nats</span></div>",
                        epochs.get(0), epochs.get(epochs.size() - 1)))
                .toString();
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
