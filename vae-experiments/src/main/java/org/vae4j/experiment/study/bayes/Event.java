package org.vae4j.experiment.study.bayes;

import java.util.Map;
import java.util.function.Predicate;

/** An event: true for the assignments of outcomes to variables that belong to it. */
@FunctionalInterface
interface Event extends Predicate<Map<String, String>> {

    /** The event that a variable has an outcome. */
    static Event of(String variable, String outcome) {
        return assignment -> assignment.get(variable).equals(outcome);
    }
}
