package org.vae4j.objective.term;

import org.vae4j.latent.Columns;

/**
 * The unbiased estimate of the squared maximum mean discrepancy between n points z_i and n others p_i, times a weight
 * w, and its gradient: w [1/(n(n−1)) Σ_{i≠j} (k(z_i, z_j) + k(p_i, p_j)) − 2/n² Σ_{i,j} k(z_i, p_j)]. With k = f(‖a −
 * b‖²) the gradient of k with respect to a is 2 f′ (a − b).
 *
 * @param kernel k
 * @param points n, ≥ 2
 * @param weight w
 */
record Discrepancy(PairKernel kernel, int points, double weight) {

    /**
     * Returns the weighted estimate for n successive rows from {@code first} on. Adds n times its gradient to that of
     * z, because gradients of objectives are sums over the examples.
     */
    double add(Columns z, Columns others, int first) {
        double within = weight / ((double) points * (points - 1));
        double across = -2 * weight / ((double) points * points);
        double sum = 0;
        for (int i = first; i < first + points; i++) {
            for (int j = first; j < first + points; j++) {
                sum += across * kernel.value(squaredDistance(z, i, others, j), z.count());
                addGradient(z, i, others, j, across);
                if (i != j) {
                    sum += within * kernel.value(squaredDistance(z, i, z, j), z.count());
                    sum += within * kernel.value(squaredDistance(others, i, others, j), z.count());
                    // The sum has k(z_i, z_j) and k(z_j, z_i), and both depend on z_i.
                    addGradient(z, i, z, j, 2 * within);
                }
            }
        }
        return sum;
    }

    /** Adds n times the gradient of weight · k(z_i, b_j) with respect to z_i. */
    private void addGradient(Columns z, int i, Columns b, int j, double pairWeight) {
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
