package org.vae4j.objective.term;

import org.vae4j.latent.Columns;

/**
 * The unbiased estimate of the squared maximum mean discrepancy between n points and n others, and its gradient.
 *
 * @param kernel k
 * @param points n, ≥ 2
 * @param weight what the estimate is multiplied by
 */
record Discrepancy(PairKernel kernel, int points, double weight) {

    /**
     * The weighted estimate of n successive rows, from {@code first} on; n times its gradient, since an objective's is
     * the sum over the examples, is added to that of z.
     */
    double add(Columns z, Columns others, int first) {
        double within = weight / ((double) points * (points - 1));
        double across = -2 * weight / ((double) points * points);
        double sum = 0;
        for (int i = first; i < first + points; i++) {
            for (int j = first; j < first + points; j++) {
                sum += across * kernel.value(squaredDistance(z, i, others, j), z.count());
                push(z, i, others, j, across);
                if (i != j) {
                    sum += within * kernel.value(squaredDistance(z, i, z, j), z.count());
                    sum += within * kernel.value(squaredDistance(others, i, others, j), z.count());
                    // Each pair is met twice, and z_i moves both.
                    push(z, i, z, j, 2 * within);
                }
            }
        }
        return sum;
    }

    /** Adds n times the gradient of weight · k(z_i, b_j) with respect to z_i. */
    private void push(Columns z, int i, Columns b, int j, double pairWeight) {
        double slope = kernel.slope(squaredDistance(z, i, b, j), z.count());
        double factor = points * pairWeight * 2 * slope;
        for (int d = 0; d < z.count(); d++) {
            z.gradient()[z.at(i, d)] += factor * (z.values()[z.at(i, d)] - b.values()[b.at(j, d)]);
        }
    }

    private static double squaredDistance(Columns a, int i, Columns b, int j) {
        double sum = 0;
        for (int d = 0; d < a.count(); d++) {
            double difference = a.values()[a.at(i, d)] - b.values()[b.at(j, d)];
            sum += difference * difference;
        }
        return sum;
    }
}
