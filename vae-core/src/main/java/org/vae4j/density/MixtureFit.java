package org.vae4j.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Expectation maximisation for a mixture of Gaussians (Dempster, Laird and Rubin 1977). With the share r_nk of
 * component k in code n, weight_k N(z_n; mean_k, Σ_k) / p(z_n), each iteration sets
 *
 * <pre>
 * weight_k = Σ_n r_nk / N;  mean_k = Σ_n r_nk z_n / Σ_n r_nk
 * Σ_k = Σ_n r_nk (z_n - mean_k)(z_n - mean_k)ᵀ / Σ_n r_nk + ridge · I
 * </pre>
 *
 * <p>Without the ridge, which keeps the covariances regular, each iteration raises the mean of log p over the codes.
 */
final class MixtureFit {

    /** The fit has converged when an iteration gains less than this in the mean of log p. */
    private static final double CONVERGED_NATS = 1e-4;

    /** The ridge relative to the mean variance of the codes. */
    private static final double RELATIVE_RIDGE = 1e-6;

    /** Codes whose share of a component is smaller are skipped: they do not change a sum. */
    private static final double NEGLIGIBLE_SHARE = 1e-20;

    private final double[][] codes;
    private final int latent;
    private final long seed;
    private final double[][] covarianceOfAll;
    private final double ridge;

    /**
     * Prepares a fit.
     *
     * @param codes one row per example, at least one: not copied
     * @param seed the seed of the choice of the first means
     * @throws IllegalArgumentException when there is no code, or all are the same, or one is not finite
     */
    MixtureFit(double[][] codes, long seed) {
        if (codes.length == 0) {
            throw new IllegalArgumentException("found no codes, expected at least one");
        }
        this.codes = codes;
        this.latent = codes[0].length;
        this.seed = seed;
        double[] ones = new double[codes.length];
        Arrays.fill(ones, 1);
        this.covarianceOfAll = covariance(ones, mean(ones), 0);
        double variance = 0;
        for (int i = 0; i < latent; i++) {
            variance += covarianceOfAll[i][i] / latent;
        }
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "found codes with the mean variance " + variance
                            + ", expected a finite one above 0: the codes are all the same, or not finite; train the model that emits them longer");
        }
        this.ridge = RELATIVE_RIDGE * variance;
    }

    /**
     * Fits a mixture.
     *
     * @param components the number of components, at least 1 and at most one per code
     * @param maxIterations the number of iterations after which the fit ends if it has not converged
     * @return the mixture
     */
    FittedMixture fit(int components, int maxIterations) {
        if (components < 1 || components > codes.length) {
            throw new IllegalArgumentException("found " + components + " components for " + codes.length
                    + " codes, expected at least one and no more than there are codes");
        }
        FittedMixture mixture = firstMixture(components);
        double previous = Double.NEGATIVE_INFINITY;
        double[][] shares = new double[components][codes.length];
        for (int i = 0; i < maxIterations; i++) {
            double current = expect(mixture, shares);
            mixture = maximise(mixture, shares);
            if (current - previous < CONVERGED_NATS) {
                break;
            }
            previous = current;
        }
        return mixture;
    }

    /** A mixture of equal weights with the covariance of all codes, whose means lie far from each other. */
    private FittedMixture firstMixture(int components) {
        List<GaussianComponent> list = new ArrayList<>();
        for (double[] mean : firstMeans(components)) {
            list.add(new GaussianComponent(1.0 / components, mean, ridged(covarianceOfAll)));
        }
        return new FittedMixture(list);
    }

    /** Chooses codes by k-means++: a code's probability is proportional to its squared distance to the chosen. */
    private List<double[]> firstMeans(int components) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] distances = new double[codes.length];
        Arrays.fill(distances, 1);
        List<double[]> chosen = new ArrayList<>();
        for (int k = 0; k < components; k++) {
            double remainder = random.nextDouble() * Arrays.stream(distances).sum();
            int next = 0;
            while (next < codes.length - 1 && remainder >= distances[next]) {
                remainder -= distances[next];
                next++;
            }
            chosen.add(codes[next]);
            for (int n = 0; n < codes.length; n++) {
                double distance = squaredDistance(codes[n], codes[next]);
                distances[n] = k == 0 ? distance : Math.min(distances[n], distance);
            }
        }
        return chosen;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /** Overwrites {@code shares} with the share of each component in each code, and returns the mean of log p. */
    private double expect(FittedMixture mixture, double[][] shares) {
        double[] terms = new double[shares.length];
        double[] scratch = new double[latent];
        double sum = 0;
        for (int n = 0; n < codes.length; n++) {
            sum += mixture.logDensity(codes[n], terms, scratch);
            for (int k = 0; k < terms.length; k++) {
                shares[k][n] = terms[k];
            }
        }
        return sum / codes.length;
    }

    /** The mixture that maximises the expected log-likelihood given the shares. */
    private FittedMixture maximise(FittedMixture before, double[][] shares) {
        List<GaussianComponent> list = new ArrayList<>();
        double[] totals = Arrays.stream(shares)
                .mapToDouble(each -> Arrays.stream(each).sum())
                .toArray();
        double total = Arrays.stream(totals).sum();
        for (int k = 0; k < shares.length; k++) {
            if (totals[k] < 1) {
                // A component with a share of less than one code keeps its mean and covariance.
                GaussianComponent kept = before.components().get(k);
                list.add(new GaussianComponent(
                        Math.max(totals[k], Double.MIN_NORMAL) / total, kept.mean(), kept.covariance()));
            } else {
                double[] mean = mean(shares[k]);
                list.add(new GaussianComponent(totals[k] / total, mean, covariance(shares[k], mean, ridge)));
            }
        }
        return new FittedMixture(list);
    }

    /** The weighted mean of the codes. */
    private double[] mean(double[] weights) {
        double[] mean = new double[latent];
        double total = Arrays.stream(weights).sum();
        for (int n = 0; n < codes.length; n++) {
            for (int i = 0; i < latent; i++) {
                mean[i] += weights[n] / total * codes[n][i];
            }
        }
        return mean;
    }

    /** The weighted covariance of the codes, with {@code added} on its diagonal. */
    private double[][] covariance(double[] weights, double[] mean, double added) {
        double[][] covariance = new double[latent][latent];
        double total = Arrays.stream(weights).sum();
        double[] deviation = new double[latent];
        for (int n = 0; n < codes.length; n++) {
            double weight = weights[n] / total;
            if (weight < NEGLIGIBLE_SHARE) {
                continue;
            }
            for (int i = 0; i < latent; i++) {
                deviation[i] = codes[n][i] - mean[i];
                double weighted = weight * deviation[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += weighted * deviation[j];
                }
            }
        }
        for (int i = 0; i < latent; i++) {
            covariance[i][i] += added;
            for (int j = 0; j < i; j++) {
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    /** A copy with the ridge on its diagonal. */
    private double[][] ridged(double[][] covariance) {
        double[][] copy = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < latent; i++) {
            copy[i][i] += ridge;
        }
        return copy;
    }
}
