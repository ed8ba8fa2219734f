package org.vae4j.eval.annealed;

import java.util.Arrays;

/**
 * Step sizes of Hamiltonian transitions, for each example and temperature: tuned while they are used, each following
 * from the acceptance at the one before, or fixed.
 */
final class StepSizes {

    private static final double FIRST = 0.5;
    private static final double SMALLEST = 1e-5;
    private static final double LARGEST = 1.5;
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

    /** The same sizes, which no chain changes any more. */
    StepSizes fixed() {
        return new StepSizes(examples, sizes, false);
    }

    double at(int temperature, int example) {
        return sizes[temperature * examples + example];
    }

    /**
     * What the chains of one example did at a temperature: how many, and the mean of their acceptance probabilities.
     */
    void observe(int temperature, int example, int chains, double acceptance) {
        accepted += chains * acceptance;
        proposed += chains;
        if (tuned) {
            double next = at(temperature, example) * Math.exp(GAIN * (acceptance - TARGET_ACCEPTANCE));
            sizes[(temperature + 1) * examples + example] = Math.min(LARGEST, Math.max(SMALLEST, next));
        }
    }

    /** The mean over all transitions so far; NaN before the first. */
    double acceptanceRate() {
        return accepted / proposed;
    }
}
