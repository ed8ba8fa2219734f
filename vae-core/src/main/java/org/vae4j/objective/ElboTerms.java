package org.vae4j.objective;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a negative ELBO and the terms that were added to it, as means over examples, in nats per example.
 *
 * @param examples number of examples of the means
 * @param reconstructionNats -E[log p(x|z)] under q(z|x), estimated by the draws
 * @param klNats KL(q(z|x) ‖ p(z)), unweighted
 * @param objectiveNats the minimised objective; with the plain ELBO and β = 1 it equals {@link #negElboNats()}
 * @param others each other term of the objective by its name, in the unit of that term
 */
public record ElboTerms(
        long examples, double reconstructionNats, double klNats, double objectiveNats, Map<String, Double> others) {

    /** The terms of no example: the neutral element of {@link #plus}. */
    public static final ElboTerms NONE = new ElboTerms(0, 0, 0, 0);

    /** Copies the other terms in their order, which files keep; files of version 0.1 have none. */
    public ElboTerms {
        others = others == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /**
     * Creates the terms of a bound to which nothing is added.
     *
     * @param examples number of examples of the means
     * @param reconstructionNats -E[log p(x|z)] under q(z|x)
     * @param klNats KL(q(z|x) ‖ p(z)), unweighted
     * @param objectiveNats the minimised objective
     */
    public ElboTerms(long examples, double reconstructionNats, double klNats, double objectiveNats) {
        this(examples, reconstructionNats, klNats, objectiveNats, Map.of());
    }

    /** {@return reconstruction plus unweighted KL: an upper bound of -log p(x) in expectation} */
    public double negElboNats() {
        return reconstructionNats + klNats;
    }

    /**
     * Returns these terms with further values of the same examples. A value replaces an earlier one of the same name.
     *
     * @param more values by their names
     * @return the terms
     */
    public ElboTerms with(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(others);
        all.putAll(more);
        return new ElboTerms(examples, reconstructionNats, klNats, objectiveNats, all);
    }

    /**
     * Returns these terms with further values of the same examples, except those whose names they have already.
     *
     * @param more values by their names
     * @return the terms
     */
    public ElboTerms withMissing(Map<String, Double> more) {
        Map<String, Double> missing = new LinkedHashMap<>(more);
        missing.keySet().removeAll(others.keySet());
        return missing.isEmpty() ? this : with(missing);
    }

    /**
     * Returns the terms over the examples of both. Where only one has some other term, the value counts as 0 for the
     * examples of the other.
     *
     * @param other terms over other examples
     * @return means weighted by the numbers of examples
     */
    public ElboTerms plus(ElboTerms other) {
        long n = examples + other.examples;
        if (n == 0) {
            return NONE;
        }
        double share = (double) other.examples / n;
        return new ElboTerms(
                n,
                mean(reconstructionNats, other.reconstructionNats, share),
                mean(klNats, other.klNats, share),
                mean(objectiveNats, other.objectiveNats, share),
                meanOthers(other, share));
    }

    private Map<String, Double> meanOthers(ElboTerms other, double share) {
        if (examples == 0) {
            return other.others;
        }
        Set<String> names = new LinkedHashSet<>(others.keySet());
        names.addAll(other.others.keySet());
        Map<String, Double> result = new LinkedHashMap<>();
        for (String name : names) {
            result.put(name, mean(others.getOrDefault(name, 0.0), other.others.getOrDefault(name, 0.0), share));
        }
        return result;
    }

    private static double mean(double first, double second, double shareOfSecond) {
        return first + shareOfSecond * (second - first);
    }
}
