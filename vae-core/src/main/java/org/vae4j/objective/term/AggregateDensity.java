package org.vae4j.objective.term;

import java.util.Arrays;

/**
 * The logarithm of a weighted sum of densities, and what each density's share of it is. Mutable and reused from draw to draw,
 * because it is filled in the innermost loop.
 */
final class AggregateDensity {

    private final double[] shares;

    /** A sum of so many densities. */
    AggregateDensity(int posteriors) {
        shares = new double[posteriors];
    }

    /** Sets every term to the logarithm of its weight. */
    void begin(double[] logWeights) {
        System.arraycopy(logWeights, 0, shares, 0, shares.length);
    }

    /** Adds a logarithm of a density, or of a factor of it, to a term. */
    void add(int posterior, double logDensity) {
        shares[posterior] += logDensity;
    }

    /** The logarithm of the sum; the terms become shares, whose sum is 1. */
    double finish() {
        double largest = Arrays.stream(shares).max().orElseThrow();
        double sum = 0;
        for (int m = 0; m < shares.length; m++) {
            shares[m] = Math.exp(shares[m] - largest);
            sum += shares[m];
        }
        for (int m = 0; m < shares.length; m++) {
            shares[m] /= sum;
        }
        return largest + Math.log(sum);
    }

    /** After {@link #finish}: the derivative of the logarithm of the sum with respect to that of a density. */
    double share(int posterior) {
        return shares[posterior];
    }
}
