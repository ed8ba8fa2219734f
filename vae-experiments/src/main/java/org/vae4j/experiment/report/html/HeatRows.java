package org.vae4j.experiment.report.html;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.vae4j.experiment.report.chart.Palette;

/** A map of values by colour whose rows have names that are text of the page, as large on a phone as anywhere. */
public final class HeatRows {

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
        StringBuilder html = new StringBuilder("<div class=\"heat\">");
        for (int dimension : order) {
            double last = values[values.length - 1][dimension];
            html.append(format(
                    "<span>%s</span><svg role=\"img\" aria-label=\"%s: %s nats at the end\" viewBox=\"0 0 %d 1\""
                            + " preserveAspectRatio=\"none\">",
                    names.apply(dimension), names.apply(dimension), Words.number(last), values.length));
            for (int column = 0; column < values.length; column++) {
                html.append(format(
                        "<rect x=\"%d\" width=\"1.02\" height=\"1\" fill=\"%s\"/>",
                        column, colour(values[column][dimension] / most)));
            }
            html.append(format("</svg><span>%s</span>", Words.fixed(last, 2)));
        }
        return html.append(format(
                        "<span></span><span class=\"ends\"><span>epoch %d</span><span>epoch %d</span></span><span>nats</span></div>",
                        epochs.get(0), epochs.get(epochs.size() - 1)))
                .toString();
    }

    private static String colour(double fraction) {
        Color colour = Palette.range(fraction);
        return format("#%02x%02x%02x", colour.getRed(), colour.getGreen(), colour.getBlue());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
