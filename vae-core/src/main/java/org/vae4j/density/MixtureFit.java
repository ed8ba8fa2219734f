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

    private static final double DONE_NATS = 1e-4;
    private static final double RIDGE = 1e-6;

    private final double[][] codes;
    private final int latent;
    private final long seed;
    private final double[][] spread;
    private final double ridge;

    MixtureFit(double[][] codes, long seed) {
        this.codes = codes;
        this.latent = codes[0].length;
        this.seed = seed;
        double[] all = new double[codes.length];
        Arrays.fill(all, 1);
        double[] center = mean(all);
        this.spread = covariance(all, center, 0);
        double variance = 0;
        for (int i = 0; i < latent; i++) {
            variance += spread[i][i] / latent;
        }
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "found codes with the mean variance " + variance + ", expected a finite one above 0: train longer");
        }
        this.ridge = RIDGE * variance;
    }

    FittedMixture fit(int components, int iterations) {
        if (components > codes.length) {
            throw new IllegalArgumentException("found " + components + " components for " + codes.length
                    + " codes, expected no more than there are codes");
        }
        FittedMixture mixture = start(components);
        double before = Double.NEGATIVE_INFINITY;
        double[][] shares = new double[components][codes.length];
        for (int i = 0; i < iterations; i++) {
            double now = expect(mixture, shares);
            mixture = maximise(mixture, shares);
            if (now - before < DONE_NATS) {
                break;
            }
            before = now;
        }
        return mixture;
    }

    /** Equal weights, the covariance of all codes, and means among the codes that lie apart. */
    private FittedMixture start(int components) {
        List<GaussianComponent> list = new ArrayList<>();
        for (double[] mean : apart(components)) {
            list.add(new GaussianComponent(1.0 / components, mean.clone(), ridged(spread)));
        }
        return new FittedMixture(list);
    }

    /** k-means++: each chosen with a probability that grows with the squared distance to those chosen before. */
    private List<double[]> apart(int components) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] distances = new double[codes.length];
        Arrays.fill(distances, 1);
        List<double[]> chosen = new ArrayList<>();
        for (int k = 0; k < components; k++) {
            double left = random.nextDouble() * Arrays.stream(distances).sum();
            int next = 0;
            while (next < codes.length - 1 && left >= distances[next]) {
                left -= distances[next];
                next++;
            }
            chosen.add(codes[next]);
            for (int n = 0; n < codes.length; n++) {
                double far = squaredDistance(codes[n], codes[next]);
                distances[n] = k == 0 ? far : Math.min(distances[n], far);
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

    /** The share that each component has in each code; returns the mean of log p. */
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
        double[] apart = new double[latent];
        for (int n = 0; n < codes.length; n++) {
            double weight = weights[n] / total;
            // What rounding leaves of a share changes nothing.
            if (weight < 1e-20) {
                continue;
            }
            for (int i = 0; i < latent; i++) {
                apart[i] = codes[n][i] - mean[i];
                double weighted = weight * apart[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += weighted * apart[j];
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
