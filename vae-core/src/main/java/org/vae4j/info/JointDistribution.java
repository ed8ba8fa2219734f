package org.vae4j.info;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A discrete joint distribution of named variables as a table, with marginals and conditioning. Immutable.
 *
 * <p>The table is in row-major order: the last variable changes fastest. An event is given as an outcome of one
 * variable or as a predicate on whole assignments, which map the name of each variable to its outcome.
 */
public final class JointDistribution {

    private final List<Variable> variables;
    private final double[] table;

    private JointDistribution(List<Variable> variables, double[] table) {
        this.variables = variables;
        this.table = table;
    }

    /**
     * A distribution given by its table.
     *
     * @param variables at least one, no two of one name
     * @param probabilities one per assignment, the last variable changing fastest; sums to 1
     * @return the distribution
     * @throws IllegalArgumentException if names repeat, the length is wrong or it is no distribution
     */
    public static JointDistribution of(List<Variable> variables, double... probabilities) {
        int size = variables.stream().mapToInt(v -> v.outcomes().size()).reduce(1, Math::multiplyExact);
        if (variables.isEmpty()
                || variables.stream().map(Variable::name).distinct().count() < variables.size()) {
            throw new IllegalArgumentException(
                    "found variables %s, expected at least one and no two of one name".formatted(variables));
        }
        if (probabilities.length != size) {
            throw new IllegalArgumentException("found %d probabilities, expected %d, one for each assignment"
                    .formatted(probabilities.length, size));
        }
        Probabilities.requireDistribution("probabilities", probabilities);
        return new JointDistribution(List.copyOf(variables), probabilities.clone());
    }

    /**
     * The joint distribution {@code p(h, e) = p(h) p(e|h)} of a hypothesis and its evidence, as problems for
     * Bayes' rule state it.
     *
     * @param hypothesis the variable of the hypothesis
     * @param prior p(h)
     * @param evidence the variable of the evidence
     * @param likelihood {@code likelihood[h][e]}: p(e|h), one distribution per hypothesis
     * @return the distribution of (hypothesis, evidence)
     * @throws IllegalArgumentException if lengths differ or a row is no distribution
     */
    public static JointDistribution ofPriorAndLikelihood(
            Variable hypothesis, double[] prior, Variable evidence, double[][] likelihood) {
        Probabilities.requireDistribution("prior", prior);
        if (likelihood.length != prior.length) {
            throw new IllegalArgumentException("likelihood: found %d rows, expected one for each of %d hypotheses"
                    .formatted(likelihood.length, prior.length));
        }
        double[][] joint = new double[prior.length][];
        for (int h = 0; h < prior.length; h++) {
            double p = prior[h];
            joint[h] = Arrays.stream(Probabilities.requireDistribution("likelihood", likelihood[h]))
                    .map(l -> l * p)
                    .toArray();
        }
        return of(List.of(hypothesis, evidence), Probabilities.flatten(joint));
    }

    /**
     * The variables, in the order of the table.
     *
     * @return an immutable list
     */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * The table.
     *
     * @return a copy, one probability per assignment, the last variable changing fastest
     */
    public double[] probabilities() {
        return table.clone();
    }

    /**
     * The probability of one outcome of one variable.
     *
     * @param variable the name of a variable
     * @param outcome one of its outcomes
     * @return its marginal probability
     * @throws IllegalArgumentException if there is no such variable or outcome
     */
    public double probability(String variable, String outcome) {
        int index = variable(variable).index(outcome);
        return Math.min(1, marginal(variable).table[index]);
    }

    /**
     * The probability of an event.
     *
     * @param event true for the assignments that belong to it
     * @return the sum of their probabilities
     */
    public double probability(Predicate<Map<String, String>> event) {
        double sum = 0;
        for (int i = 0; i < table.length; i++) {
            sum += event.test(assignment(i)) ? table[i] : 0;
        }
        // A certain event can sum to an ulp above 1.
        return Math.min(1, sum);
    }

    /**
     * The joint distribution of some of the variables, summed over the others.
     *
     * @param names the variables to keep, in the order of the result
     * @return their distribution
     * @throws IllegalArgumentException if there is no such variable
     */
    public JointDistribution marginal(String... names) {
        List<Variable> kept = Arrays.stream(names).map(this::variable).toList();
        double[] sums =
                new double[kept.stream().mapToInt(v -> v.outcomes().size()).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < table.length; i++) {
            Map<String, String> assignment = assignment(i);
            int index = 0;
            for (Variable v : kept) {
                index = index * v.outcomes().size() + v.index(assignment.get(v.name()));
            }
            sums[index] += table[i];
        }
        return of(kept, sums);
    }

    /**
     * The distribution of the other variables given the outcome of one, {@code P(rest | variable = outcome)}.
     *
     * @param variable the name of a variable, not the only one
     * @param outcome the observed outcome
     * @return the conditional distribution, without that variable
     * @throws IllegalArgumentException if there is no such variable or outcome, it has probability 0, or nothing is
     *     left
     */
    public JointDistribution given(String variable, String outcome) {
        variable(variable).index(outcome);
        String[] rest = variables.stream()
                .map(Variable::name)
                .filter(name -> !name.equals(variable))
                .toArray(String[]::new);
        return given(assignment -> assignment.get(variable).equals(outcome)).marginal(rest);
    }

    /**
     * The distribution of all variables given an event, {@code P(A|B) = P(A and B) / P(B)}.
     *
     * @param event true for the assignments that belong to it
     * @return the conditional distribution, of the same variables
     * @throws IllegalArgumentException if the event has probability 0
     */
    public JointDistribution given(Predicate<Map<String, String>> event) {
        double condition = probability(event);
        double[] conditional = new double[table.length];
        for (int i = 0; i < table.length; i++) {
            conditional[i] = Bayes.conditional(event.test(assignment(i)) ? table[i] : 0, condition);
        }
        return of(variables, conditional);
    }

    /**
     * The joint entropy of some of the variables.
     *
     * @param names at least one variable
     * @return nats
     * @throws IllegalArgumentException if there is no such variable
     */
    public double entropy(String... names) {
        return Information.entropy(marginal(names).table);
    }

    /**
     * The mutual information of two variables, {@code I(X; Y)}.
     *
     * @param x the name of a variable
     * @param y the name of another
     * @return nats, at least 0
     * @throws IllegalArgumentException if there is no such variable or both are the same
     */
    public double mutualInformation(String x, String y) {
        double[] joint = marginal(x, y).table;
        int columns = variable(y).outcomes().size();
        double[][] rows = new double[joint.length / columns][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(joint, i * columns, (i + 1) * columns);
        }
        return Information.mutualInformation(rows);
    }

    /** The outcome of every variable in cell {@code index} of the table. */
    private Map<String, String> assignment(int index) {
        List<String> outcomes = new ArrayList<>();
        int rest = index;
        for (int v = variables.size() - 1; v >= 0; v--) {
            List<String> candidates = variables.get(v).outcomes();
            outcomes.add(candidates.get(rest % candidates.size()));
            rest /= candidates.size();
        }
        Map<String, String> assignment = new LinkedHashMap<>();
        for (int v = 0; v < variables.size(); v++) {
            assignment.put(variables.get(v).name(), outcomes.get(variables.size() - 1 - v));
        }
        return assignment;
    }

    private Variable variable(String name) {
        return variables.stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found variable %s, expected one of %s"
                        .formatted(name, variables.stream().map(Variable::name).toList())));
    }
}
