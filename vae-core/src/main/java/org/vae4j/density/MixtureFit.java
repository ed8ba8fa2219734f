package org.vae4j.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Expectation maximisation for a mixture of Gaussians (Dempster, Laird and Rubin 1977). Each iteration raises the mean
 * of log p over the codes, up to what is added to the covariances' diagonals, 1e-6 of the codes' mean variance.
 */
final class MixtureFit {

    /** The fit has converged when an iteration gains less than this in the mean of log p. */
    private static final double CONVERGED_NATS = 1e-4;

    private static final double RIDGE = 1e-6;

    /** Shares below this are what rounding leaves of 0: their codes are passed over. */
    private static final double NEGLIGIBLE_SHARE = 1e-20;

    private final double[][] codes;
    private final int latent;
    private final long seed;
    private final double[][] covarianceOfAll;
    private final double ridge;

    /**
     * A fit to codes.
     *
     * @param codes one row per example, at least one
     * @param seed of the choice of the first means
     * @throws IllegalArgumentException when there is no code, or all are the same, or one is not finite
     */
    MixtureFit(double[][] codes, long seed) {
        if (codes.length == 0) {
            throw new IllegalArgumentException("found no codes, expected at least one");
        }
        this.codes = codes;
        this.latent = codes[0].length;
        this.seed = seed;
        double[] all = new double[codes.length];
        Arrays.fill(all, 1);
        double[] center = mean(all);
        this.covarianceOfAll = covariance(all, center, 0);
        double variance = 0;
        for (int i = 0; i < latent; i++) {
            variance += covarianceOfAll[i][i] / latent;
        }
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "found codes with the mean variance " + variance
                            + ", expected a finite one above 0: the codes are all the same, or not finite; train the model that emits them longer");
        }
        this.ridge = RIDGE * variance;
    }

    /**
     * Fits a mixture.
     *
     * @param components how many, at least 1 and at most one per code
     * @param mostIterations where the fit ends if it has not converged
     * @return the mixture
     */
    FittedMixture fit(int components, int mostIterations) {
        if (components < 1 || components > codes.length) {
            throw new IllegalArgumentException("found " + components + " components for " + codes.length
                    + " codes, expected at least one and no more than there are codes");
        }
        FittedMixture mixture = start(components);
        double previous = Double.NEGATIVE_INFINITY;
        double[][] shares = new double[components][codes.length];
        for (int i = 0; i < mostIterations; i++) {
            double current = expect(mixture, shares);
            mixture = maximise(mixture, shares);
            if (current - previous < CONVERGED_NATS) {
                break;
            }
            previous = current;
        }
        return mixture;
    }

    /** Equal weights, the covariance of all codes, and means at codes that lie far from each other. */
    private FittedMixture start(int components) {
        List<GaussianComponent> list = new ArrayList<>();
        for (double[] mean : seedMeans(components)) {
            list.add(new GaussianComponent(1.0 / components, mean.clone(), ridged(covarianceOfAll)));
        }
        return new FittedMixture(list);
    }

    /** k-means++: each chosen with a probability that grows with the squared distance to those chosen before. */
    private List<double[]> seedMeans(int components) {
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

    private FittedMixture maximise(FittedMixture before, double[][] shares) {
        List<GaussianComponent> list = new ArrayList<>();
        double[] totals = Arrays.stream(shares)
                .mapToDouble(each -> Arrays.stream(each).sum())
                .toArray();
        double total = Arrays.stream(totals).sum();
        for (int k = 0; k < shares.length; k++) {
            // A component of less than one code has no covariance of its own: it stays where it is.
            if (totals[k] < 1) {
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

    private double[][] ridged(double[][] covariance) {
        double[][] copy = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < latent; i++) {
            copy[i][i] += ridge;
        }
        return copy;
    }
}
