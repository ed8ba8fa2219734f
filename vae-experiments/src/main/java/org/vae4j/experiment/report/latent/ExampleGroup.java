package org.vae4j.experiment.report.latent;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Palette;
import org.vae4j.experiment.report.html.Words;

/**
 * Examples of one colour: those of a class, or those with a factor in one range.
 *
 * @param name the name of the class, or the range of the factor
 * @param colour the colour of the examples in all charts
 * @param members the rows of the examples in the table of latents; callers must not change the array
 */
public record ExampleGroup(String name, Color colour, int[] members) {

    /** One class per colour of the palette. */
    private static final int MAX_CLASSES = Palette.SERIES.size();

    private static final int FIFTHS = 5;
    private static final int MAX_DECIMALS = 6;
    private static final int DECIMALS_OF_A_CONSTANT = 2;
    private static final Color OTHERS = new Color(0x828282);

    /** Puts examples without a trait into a single group. */
    static ExampleGroup all(int count) {
        return new ExampleGroup(
                "examples", Charts.colour(0), IntStream.range(0, count).toArray());
    }

    /**
     * Groups examples by a label or a factor without names of classes and without a period.
     *
     * @param values the values of the label or the factor, one per example, at least one
     * @return one group per class if there are at most ten, else one group per fifth of the examples; a group may be
     *     empty
     */
    public static List<ExampleGroup> of(double[] values) {
        return of(values, Trait.of(""));
    }

    /**
     * Groups examples by a label or a factor.
     *
     * @param values the values of the label or the factor, one per example, at least one
     * @param trait the label or the factor
     * @return one group per sixth of the period if the trait has a period; one group per class if there are at most ten
     *     classes, or if the classes have names; else one group per fifth of the examples. A group may be empty.
     * @throws IllegalArgumentException if there is no value
     */
    public static List<ExampleGroup> of(double[] values, Trait trait) {
        if (values.length == 0) {
            throw new IllegalArgumentException("found no value of " + trait.name() + ", expected one per example");
        }
        if (trait.period() > 0) {
            return arcs(values, trait.period());
        }
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        boolean areWhole = Arrays.stream(distinct).allMatch(v -> v == Math.rint(v));
        return areWhole && (distinct.length <= MAX_CLASSES || !trait.classes().isEmpty())
                ? classes(values, distinct, trait)
                : fifths(values);
    }

    /** One group per class. If there are more classes than colours, the smallest classes share a last group. */
    private static List<ExampleGroup> classes(double[] values, double[] distinct, Trait trait) {
        int shown = distinct.length <= MAX_CLASSES ? distinct.length : MAX_CLASSES - 1;
        double[] largest = Arrays.stream(distinct)
                .boxed()
                .sorted(Comparator.comparingInt(value -> -members(values, value, value).length))
                .limit(shown)
                .mapToDouble(value -> value)
                .sorted()
                .toArray();
        List<ExampleGroup> groups = new ArrayList<>();
        for (int c = 0; c < largest.length; c++) {
            groups.add(new ExampleGroup(
                    trait.nameOf(largest[c]), Palette.SERIES.get(c), members(values, largest[c], largest[c])));
        }
        if (shown < distinct.length) {
            int[] others = IntStream.range(0, values.length)
                    .filter(i -> Arrays.binarySearch(largest, values[i]) < 0)
                    .toArray();
            groups.add(new ExampleGroup((distinct.length - shown) + " other classes", OTHERS, others));
        }
        return groups;
    }

    /** One group per colour of the cycle: values on both sides of the period's end have neighbouring colours. */
    private static List<ExampleGroup> arcs(double[] values, double period) {
        double arc = period / Palette.CYCLE.size();
        int decimals = decimals(period);
        return IntStream.range(0, Palette.CYCLE.size())
                .mapToObj(k -> new ExampleGroup(
                        range(k * arc, (k + 1) * arc, decimals),
                        Palette.CYCLE.get(k),
                        IntStream.range(0, values.length)
                                .filter(i -> arcIndex(values[i], period) == k)
                                .toArray()))
                .toList();
    }

    /** The arc that a value lies in. Rounding may put the quotient at the number of arcs, hence the minimum. */
    private static int arcIndex(double value, double period) {
        double inPeriod = value - period * Math.floor(value / period);
        return (int) Math.min(Palette.CYCLE.size() - 1, Math.floor(inPeriod / (period / Palette.CYCLE.size())));
    }

    private static List<ExampleGroup> fifths(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        List<ExampleGroup> fifths = new ArrayList<>();
        int decimals = decimals(sorted[sorted.length - 1] - sorted[0]);
        double from = sorted[0];
        for (int fifth = 1; fifth <= FIFTHS; fifth++) {
            double to = sorted[Math.min(sorted.length - 1, (int) ((long) fifth * sorted.length / FIFTHS))];
            fifths.add(new ExampleGroup(
                    range(from, to, decimals),
                    Palette.shade((fifth - 0.5) / FIFTHS),
                    members(values, from, fifth == FIFTHS ? to : Math.nextDown(to))));
            from = to;
        }
        return fifths;
    }

    private static String range(double from, double to, int decimals) {
        return Words.fixed(from, decimals) + " to " + Words.fixed(to, decimals);
    }

    /** The number of decimals with which a fifth of the range has one significant digit. */
    private static int decimals(double range) {
        return range > 0
                ? (int) Math.max(0, Math.min(MAX_DECIMALS, -Math.floor(Math.log10(range / FIFTHS))))
                : DECIMALS_OF_A_CONSTANT;
    }

    /** The rows whose values lie in [from, to]. */
    private static int[] members(double[] values, double from, double to) {
        return IntStream.range(0, values.length)
                .filter(i -> values[i] >= from && values[i] <= to)
                .toArray();
    }

    /** Selects the values of this group's examples from those of all examples. */
    double[] pick(double[] values) {
        return Arrays.stream(members).mapToDouble(i -> values[i]).toArray();
    }
}
