package org.vae4j.eval;

/** Mean and variance of numbers that are added one by one and not stored (Welford 1962). */
public final class RunningVariance {

    private long count;
    private double mean;
    /** The sum of the squared deviations from the mean. */
    private double squares;

    public void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    public double mean() {
        return mean;
    }

    /** The standard error of the mean; NaN for fewer than two values. */
    public double standardError() {
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
    }
}
