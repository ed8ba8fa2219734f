package org.vae4j.experiment.report.html;

import java.util.Arrays;
import java.util.Locale;

/** Several numbers as a small chart of bars, which stands in a line of text. */
final class Sparkline {

    private static final int HEIGHT = 28;
    private static final int WIDEST = 180;
    private static final int STEP = 8;

    private Sparkline() {}

    /**
     * Draws them.
     *
     * @param values finite, at least one
     * @return SVG whose text says how many there are and between what
     */
    static String svg(double[] values) {
        double least = Math.min(0, Arrays.stream(values).min().orElse(0));
        double most = Math.max(0, Arrays.stream(values).max().orElse(0));
        double range = most > least ? most - least : 1;
        double step = Math.min(STEP, (double) WIDEST / values.length);
        StringBuilder bars = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double top = (most - Math.max(0, values[i])) / range * HEIGHT;
            double height = Math.max(0.5, Math.abs(values[i]) / range * HEIGHT);
            bars.append(format(
                    "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
                    i * step, Math.min(top, HEIGHT - 0.5), 0.8 * step, height));
        }
        int width = (int) Math.ceil(step * values.length);
        return format(
                "<svg class=\"spark\" role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%s</svg>",
                text(values), width, HEIGHT, width, HEIGHT, bars);
    }

    /** The values in words: how many, from the least to the greatest. */
    static String text(double[] values) {
        return values.length + " values from "
                + Words.number(Arrays.stream(values).min().orElse(0)) + " to "
                + Words.number(Arrays.stream(values).max().orElse(0));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
