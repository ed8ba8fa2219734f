package org.vae4j.info;

import java.util.List;

/**
 * A named random variable with finitely many named outcomes.
 *
 * @param name the name, not blank
 * @param outcomes the outcomes, at least one, no two the same
 */
public record Variable(String name, List<String> outcomes) {

    /**
     * Checks the arguments, and copies the outcomes.
     *
     * @param name the name, not blank
     * @param outcomes the outcomes, at least one, no two the same
     * @throws IllegalArgumentException if the name is blank, or outcomes are missing or repeated
     */
    public Variable {
        outcomes = List.copyOf(outcomes);
        if (name.isBlank()) {
            throw new IllegalArgumentException("found a blank name, expected one to ask for the variable by");
        }
        if (outcomes.isEmpty() || outcomes.stream().distinct().count() < outcomes.size()) {
            throw new IllegalArgumentException(
                    "%s: found outcomes %s, expected at least one and no two the same".formatted(name, outcomes));
        }
    }

    /**
     * A variable of the given outcomes.
     *
     * @param name the name, not blank
     * @param outcomes the outcomes, at least one, no two the same
     * @return the variable
     */
    public static Variable of(String name, String... outcomes) {
        return new Variable(name, List.of(outcomes));
    }

    /**
     * The index of an outcome in the list.
     *
     * @param outcome one of the outcomes
     * @return its index
     * @throws IllegalArgumentException if it is not one of them
     */
    public int index(String outcome) {
        int index = outcomes.indexOf(outcome);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "%s: found outcome %s, expected one of %s".formatted(name, outcome, outcomes));
        }
        return index;
    }
}
