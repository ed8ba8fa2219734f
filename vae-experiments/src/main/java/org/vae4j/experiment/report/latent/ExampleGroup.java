package org.vae4j.experiment.report.latent;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Palette;
import org.vae4j.experiment.report.html.Words;

/**
 * Examples of one colour: a class, or a fifth of those that a factor orders.
 *
 * @param name of the class, or between what the factor's values lie
 * @param colour of its examples in all charts
 * @param members the rows of the examples
 */
public record ExampleGroup(String name, Color colour, int[] members) {

    private static final int MOST_CLASSES = 10;
    private static final int LEVELS = 5;

    /** All of some examples, of which nothing else is known. */
    static ExampleGroup all(int count) {
        return new ExampleGroup(
                "examples", Charts.colour(0), IntStream.range(0, count).toArray());
    }

    /**
     * The groups that a label or a factor divides examples into.
     *
     * @param values of the label or the factor, one per example, at least one
     * @return one group per class where these are few, else one per fifth; a group may be empty
     */
    public static List<ExampleGroup> of(double[] values) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        boolean classes =
                distinct.length <= MOST_CLASSES && Arrays.stream(distinct).allMatch(v -> v == Math.rint(v));
        if (classes) {
            return IntStream.range(0, distinct.length)
                    .mapToObj(c -> new ExampleGroup(
                            Words.number(distinct[c]),
                            Palette.SERIES.get(c),
                            members(values, distinct[c], distinct[c])))
                    .toList();
        }
        double[] sorted = Arrays.stream(values).sorted().toArray();
        List<ExampleGroup> levels = new ArrayList<>();
        double from = sorted[0];
        for (int level = 1; level <= LEVELS; level++) {
            double to = sorted[Math.min(sorted.length - 1, level * sorted.length / LEVELS)];
            levels.add(new ExampleGroup(
                    Words.number(shorter(from)) + " to " + Words.number(shorter(to)),
                    Palette.shade((level - 0.5) / LEVELS),
                    members(values, from, level == LEVELS ? to : Math.nextDown(to))));
            from = to;
        }
        return levels;
    }

    private static double shorter(double value) {
        return new BigDecimal(value).round(new MathContext(2)).doubleValue();
    }

    private static int[] members(double[] values, double from, double to) {
        return IntStream.range(0, values.length)
                .filter(i -> values[i] >= from && values[i] <= to)
                .toArray();
    }

    /** The values of its examples among those of all. */
    double[] pick(double[] values) {
        return Arrays.stream(members).mapToDouble(i -> values[i]).toArray();
    }
}
