package org.vae4j.train;

/**
 * The objective of the first steps of a training: what a later one is compared with to tell whether it diverges. Part
 * of every checkpoint, so that a resumed training gives up where the uninterrupted one would.
 *
 * @param objectiveNats sum over the steps
 * @param steps how many, at most {@link #COUNT}
 */
public record FirstSteps(double objectiveNats, int steps) {

    /** So many steps count as the first. */
    public static final int COUNT = 10;

    /** Before the first step. */
    public static final FirstSteps NONE = new FirstSteps(0, 0);

    /**
     * After one more step.
     *
     * @param objective of its batch, nats
     * @return unchanged when there are enough
     */
    public FirstSteps plus(double objective) {
        return isComplete() ? this : new FirstSteps(objectiveNats + objective, steps + 1);
    }

    /** {@return whether there are enough to compare with} */
    boolean isComplete() {
        return steps >= COUNT;
    }

    /** {@return the mean, nats} */
    double mean() {
        return objectiveNats / steps;
    }
}
