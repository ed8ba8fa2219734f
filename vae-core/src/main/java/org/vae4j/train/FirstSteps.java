package org.vae4j.train;

/**
 * The sum of the objective over the first steps of a training, with which later steps are compared to detect
 * divergence. It is part of every checkpoint, so that a resumed training gives up where the uninterrupted one would.
 *
 * @param objectiveNats sum over the steps, nats
 * @param steps number of steps, at most {@link #COUNT}
 */
public record FirstSteps(double objectiveNats, int steps) {

    /** The number of steps that count as the first. */
    public static final int COUNT = 10;

    /** Checks the number of steps. */
    public FirstSteps {
        if (steps < 0 || steps > COUNT) {
            throw new IllegalArgumentException(
                    "found the sum of " + steps + " first steps, expected a number from 0 to " + COUNT);
        }
    }

    /** Before the first step. */
    public static final FirstSteps NONE = new FirstSteps(0, 0);

    /**
     * Adds one step.
     *
     * @param objective the objective of the step's batch, nats
     * @return the new sum; the same one when it is complete
     */
    public FirstSteps plus(double objective) {
        return isComplete() ? this : new FirstSteps(objectiveNats + objective, steps + 1);
    }

    /** {@return whether there are {@link #COUNT} steps} */
    boolean isComplete() {
        return steps >= COUNT;
    }

    /** {@return the mean over the steps, nats; NaN before the first} */
    double mean() {
        return objectiveNats / steps;
    }
}
