package org.vae4j.eval;

/** Accumulates the estimates of single examples into a {@link LogLikelihoodEstimate} of a data set. */
public final class ExampleTotals {

    private final RunningVariance negLogLikelihood = new RunningVariance();
    private double samplingVariance;
    private double effective;
    private double smallestEffective = Double.POSITIVE_INFINITY;
    private long examples;

    public void add(ExampleEstimate estimate) {
        negLogLikelihood.add(-estimate.logLikelihoodNats());
        samplingVariance += estimate.samplingErrorNats() * estimate.samplingErrorNats();
        effective += estimate.effectiveSampleSize();
        smallestEffective = Math.min(smallestEffective, estimate.effectiveSampleSize());
        examples++;
    }

    public long examples() {
        return examples;
    }

    public LogLikelihoodEstimate estimate(int samples) {
        return new LogLikelihoodEstimate(
                examples,
                samples,
                negLogLikelihood.mean(),
                negLogLikelihood.standardError(),
                Math.sqrt(samplingVariance) / examples,
                effective / examples,
                smallestEffective);
    }
}
