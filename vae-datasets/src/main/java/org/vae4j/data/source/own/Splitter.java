package org.vae4j.data.source.own;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.vae4j.data.DataException;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;

/**
 * Divides examples into parts by a {@link SplitRule}. In the rule's order, the training examples come first, then the
 * validation examples, then the test examples; with folds, the held fold is taken out of the order instead. The parts
 * depend on the rule alone, not on the seed of a run.
 */
final class Splitter {

    private final ExampleSet all;
    private final String name;
    private final SplitRule rule;

    Splitter(ExampleSet all, String name, SplitRule rule) {
        this.all = all;
        this.name = name;
        this.rule = rule;
    }

    Split split() {
        boolean folds = rule.folds().count() > 0;
        int from = folds ? foldStart(rule.folds().held()) : all.size() - SplitRule.examples(rule.test(), all.size());
        int to = folds ? foldStart(rule.folds().held() + 1) : all.size();
        int test = to - from;
        int valid = SplitRule.examples(rule.valid(), all.size());
        if ((long) test + valid >= all.size() || rule.folds().count() > all.size()) {
            throw new DataException("found " + all.size() + " examples in " + name + ", expected more than the " + test
                    + " for the test and " + valid + " for validation: lower data.split.test, data.split.valid or"
                    + " data.split.folds");
        }
        int train = all.size() - test - valid;
        int[] order = order();
        int[] others = without(order, from, to);
        ExampleSet training = part(others, 0, train, "train");
        Optional<ExampleSet> validation =
                valid == 0 ? Optional.empty() : Optional.of(part(others, train, train + valid, "valid"));
        return test == 0
                ? Split.withoutTest(training, validation)
                : new Split(training, validation, part(order, from, to, "test"));
    }

    /** The place in the order where a fold begins. Folds differ in size by one at most. */
    private int foldStart(int fold) {
        return (int) ((long) fold * all.size() / rule.folds().count());
    }

    private static int[] without(int[] order, int from, int to) {
        return IntStream.concat(Arrays.stream(order, 0, from), Arrays.stream(order, to, order.length))
                .toArray();
    }

    private ExampleSet part(int[] order, int from, int to, String part) {
        return all.subset(Arrays.copyOfRange(order, from, to)).named(name + "/" + part);
    }

    private int[] order() {
        int[] order = IntStream.range(0, all.size()).toArray();
        if (rule.order() == SplitRule.Order.FILE) {
            return order;
        }
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(rule.seed());
        PermutationSampler.shuffle(random, order);
        return rule.order() == SplitRule.Order.STRATIFIED ? stratified(order) : order;
    }

    /**
     * Spreads each class evenly over the whole order, so that every slice of it has the classes in their shares. The
     * k-th of n examples of a class comes at (k + ½) / n of the way.
     */
    private int[] stratified(int[] shuffled) {
        if (!all.hasLabels()) {
            throw new DataException("found no labels in " + name
                    + ", expected some for data.split.order=stratified: name them by data.labels, or draw at random");
        }
        Map<Integer, Integer> sizes = new HashMap<>();
        Arrays.stream(shuffled).forEach(i -> sizes.merge(all.label(i), 1, Integer::sum));
        Map<Integer, Integer> seen = new HashMap<>();
        double[] place = new double[shuffled.length];
        for (int example : shuffled) {
            int k = seen.merge(all.label(example), 1, Integer::sum) - 1;
            place[example] = (k + 0.5) / sizes.get(all.label(example));
        }
        return Arrays.stream(shuffled)
                .boxed()
                .sorted((a, b) -> Double.compare(place[a], place[b]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
