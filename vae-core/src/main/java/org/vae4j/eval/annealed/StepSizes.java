package org.vae4j.eval.annealed;

import java.util.Arrays;

/**
 * The step sizes of Hamiltonian transitions, for each example and temperature. They are either fixed or tuned while
 * they are used: the size at the next temperature is that at the current one times e^(gain · (acceptance - target)).
 */
final class StepSizes {

    private static final double FIRST = 0.5;
    private static final double SMALLEST = 1e-5;
    /** Below 2, where leapfrog steps become unstable for a standard normal distribution. */
    private static final double LARGEST = 1.5;
    /** The acceptance rate at which Hamiltonian transitions are most efficient in many dimensions. */
    private static final double TARGET_ACCEPTANCE = 0.65;

    private static final double GAIN = 0.4;

    private final int examples;
    private final double[] sizes;
    private final boolean tuned;
    private double accepted;
    private long proposed;

    StepSizes(int examples, int temperatures) {
        this(examples, new double[examples * (temperatures + 1)], true);
        Arrays.fill(sizes, FIRST);
    }

    private StepSizes(int examples, double[] sizes, boolean tuned) {
        this.examples = examples;
        this.sizes = sizes;
        this.tuned = tuned;
    }

    /** Returns the same sizes, which chains no longer change. */
    StepSizes fixed() {
        return new StepSizes(examples, sizes, false);
    }

    double at(int temperature, int example) {
        return sizes[temperature * examples + example];
    }

    /**
     * Records the transitions of one example at a temperature: the number of chains and their mean acceptance
     * probability.
     */
    void observe(int temperature, int example, int chains, double acceptance) {
        accepted += chains * acceptance;
        proposed += chains;
        if (tuned) {
            double next = at(temperature, example) * Math.exp(GAIN * (acceptance - TARGET_ACCEPTANCE));
            sizes[(temperature + 1) * examples + example] = Math.min(LARGEST, Math.max(SMALLEST, next));
        }
    }

    /** The mean acceptance probability of all transitions so far; NaN before the first. */
    double acceptanceRate() {
        return accepted / proposed;
    }
}
