package org.vae4j.train;

import org.vae4j.objective.ElboTerms;

/**
 * Where a training goes on; its model and data must be as they were then.
 *
 * @param progress how far it had come
 * @param epochTerms terms of the epoch that it was in
 * @param firstSteps what the objective is compared with to tell whether training diverges
 */
public record StartingPoint(Progress progress, ElboTerms epochTerms, FirstSteps firstSteps) {

    /** Before the first step. */
    public static final StartingPoint BEGINNING = new StartingPoint(Progress.START, ElboTerms.NONE, FirstSteps.NONE);
}
