package org.vae4j.objective;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of a negative ELBO, as means over examples, in nats per example, and the terms that were added to it.
 *
 * @param examples how many examples the means are over
 * @param reconstructionNats -E[log p(x|z)] under q(z|x), by the samples that were drawn
 * @param klNats KL(q(z|x) ‖ p(z)), unweighted
 * @param objectiveNats what was minimised: for the plain ELBO with β = 1 the same as {@link #negElboNats()}
 * @param others each other term of the objective by its name, in the unit of that term
 */
public record ElboTerms(
        long examples, double reconstructionNats, double klNats, double objectiveNats, Map<String, Double> others) {

    /** Nothing yet. */
    public static final ElboTerms NONE = new ElboTerms(0, 0, 0, 0);

    /** Copies the other terms in their order, which files keep; files of version 0.1 have none. */
    public ElboTerms {
        others = others == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /**
     * The terms of a bound to which nothing is added.
     *
     * @param examples how many examples the means are over
     * @param reconstructionNats -E[log p(x|z)] under q(z|x)
     * @param klNats KL(q(z|x) ‖ p(z)), unweighted
     * @param objectiveNats what was minimised
     */
    public ElboTerms(long examples, double reconstructionNats, double klNats, double objectiveNats) {
        this(examples, reconstructionNats, klNats, objectiveNats, Map.of());
    }

    /** {@return reconstruction plus unweighted KL: an upper bound of -log p(x) in expectation} */
    public double negElboNats() {
        return reconstructionNats + klNats;
    }

    /**
     * The same with further values of the same examples.
     *
     * @param more by their names, behind those that there are
     * @return the terms
     */
    public ElboTerms with(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(others);
        all.putAll(more);
        return new ElboTerms(examples, reconstructionNats, klNats, objectiveNats, all);
    }

    /**
     * The same with those values that it lacks.
     *
     * @param more values of the same examples by their names
     * @return the terms, in which what they have stays as it is
     */
    public ElboTerms withMissing(Map<String, Double> more) {
        Map<String, Double> missing = new LinkedHashMap<>(more);
        missing.keySet().removeAll(others.keySet());
        return missing.isEmpty() ? this : with(missing);
    }

    /**
     * The terms over these and other examples together.
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
                others(other, share));
    }

    private Map<String, Double> others(ElboTerms other, double share) {
        Map<String, Double> result = new LinkedHashMap<>(others);
        other.others.forEach((name, value) ->
                result.put(name, mean(examples == 0 ? value : others.getOrDefault(name, 0.0), value, share)));
        return result;
    }

    private static double mean(double mine, double other, double share) {
        return mine + share * (other - mine);
    }
}
