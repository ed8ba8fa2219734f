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
 * Examples of one colour: a class, or those of a range of a factor.
 *
 * @param name of the class, or between what the factor's values lie
 * @param colour of its examples in all charts
 * @param members the rows of the examples
 */
public record ExampleGroup(String name, Color colour, int[] members) {

    private static final int MOST_CLASSES = 10;
    private static final int LEVELS = 5;
    private static final int MOST_DECIMALS = 6;
    private static final Color OTHERS = new Color(0x828282);

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
        return of(values, Trait.of(""));
    }

    /**
     * The groups that a label or a factor divides examples into.
     *
     * @param values of the label or the factor, one per example, at least one
     * @param trait what is known of the label or the factor
     * @return one group per class where these are few or have names, one per sixth of the period of a factor that has
     *     one, else one per fifth of the examples; a group may be empty
     */
    public static List<ExampleGroup> of(double[] values, Trait trait) {
        if (trait.period() > 0) {
            return arcs(values, trait.period());
        }
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        boolean whole = Arrays.stream(distinct).allMatch(v -> v == Math.rint(v));
        return whole && (distinct.length <= MOST_CLASSES || !trait.classes().isEmpty())
                ? classes(values, distinct, trait)
                : fifths(values);
    }

    /** Of more classes than there are colours the largest, and the others as one. */
    private static List<ExampleGroup> classes(double[] values, double[] distinct, Trait trait) {
        int shown = distinct.length <= MOST_CLASSES ? distinct.length : MOST_CLASSES - 1;
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

    /** What lies on both sides of the period's end has neighbouring colours. */
    private static List<ExampleGroup> arcs(double[] values, double period) {
        double arc = period / Palette.CYCLE.size();
        int decimals = decimals(period);
        return IntStream.range(0, Palette.CYCLE.size())
                .mapToObj(k -> new ExampleGroup(
                        range(k * arc, (k + 1) * arc, decimals),
                        Palette.CYCLE.get(k),
                        IntStream.range(0, values.length)
                                .filter(i -> (int) Math.min(
                                                Palette.CYCLE.size() - 1, Math.floor(within(values[i], period) / arc))
                                        == k)
                                .toArray()))
                .toList();
    }

    private static double within(double value, double period) {
        return value - period * Math.floor(value / period);
    }

    private static List<ExampleGroup> fifths(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        List<ExampleGroup> levels = new ArrayList<>();
        int decimals = decimals(sorted[sorted.length - 1] - sorted[0]);
        double from = sorted[0];
        for (int level = 1; level <= LEVELS; level++) {
            double to = sorted[Math.min(sorted.length - 1, level * sorted.length / LEVELS)];
            levels.add(new ExampleGroup(
                    range(from, to, decimals),
                    Palette.shade((level - 0.5) / LEVELS),
                    members(values, from, level == LEVELS ? to : Math.nextDown(to))));
            from = to;
        }
        return levels;
    }

    private static String range(double from, double to, int decimals) {
        return Words.fixed(from, decimals) + " to " + Words.fixed(to, decimals);
    }

    /** As many as a fifth of a range has to its first digit. */
    private static int decimals(double range) {
        return range > 0 ? (int) Math.max(0, Math.min(MOST_DECIMALS, -Math.floor(Math.log10(range / LEVELS)))) : 2;
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
