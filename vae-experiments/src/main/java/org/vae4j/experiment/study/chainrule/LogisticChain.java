package org.vae4j.experiment.study.chainrule;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.vae4j.dist.Bernoulli;
import org.vae4j.math.StableMath;

/**
 * The chain rule with every conditional a logistic regression on the pixels before it (Frey 1998, the fully visible
 * sigmoid belief network): {@code P(x_i = 1 | x_<i) = sigmoid(b_i + sum_{j<i} w_ij x_j)}. Immutable.
 *
 * <p>d (d + 1) / 2 parameters instead of 2^d - 1. Still a product over all pixels, one after the other.
 */
public final class LogisticChain implements BinaryDensity {

    private static final int STEPS = 400;
    /** The precision of the prior on weights, per training image. */
    private static final double DECAY = 1e-4;

    /** weights[i]: a weight for each pixel before, then the bias; without connections the bias alone. */
    private final double[][] weights;

    private LogisticChain(double[][] weights) {
        this.weights = weights;
    }

    /**
     * Fits each conditional by gradient ascent on its log-likelihood, from weights of 0, with a Gaussian prior on them
     * that keeps separable data finite.
     *
     * @param images bit masks
     * @param pixels how many bits of each count
     * @return the estimate
     */
    public static LogisticChain fit(int[] images, int pixels) {
        return fit(images, pixels, pixel -> pixel);
    }

    /**
     * Fits all pixels as independent of each other: no conditional sees another pixel.
     *
     * @param images bit masks
     * @param pixels how many bits of each count
     * @return the estimate
     */
    public static LogisticChain fitIndependent(int[] images, int pixels) {
        return fit(images, pixels, pixel -> 0);
    }

    private static LogisticChain fit(int[] images, int pixels, IntUnaryOperator inputs) {
        double[][] weights = new double[pixels][];
        for (int i = 0; i < pixels; i++) {
            weights[i] = fitPixel(images, i, inputs.applyAsInt(i));
        }
        return new LogisticChain(weights);
    }

    private static double[] fitPixel(int[] images, int pixel, int inputs) {
        double[] w = new double[inputs + 1];
        double[] squares = new double[inputs + 1];
        // AdaGrad: no step size to tune for pixels that are rarely on.
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = Arrays.stream(w).map(value -> -DECAY * value).toArray();
            for (int image : images) {
                double error = ((image >> pixel & 1) - StableMath.sigmoid(logit(w, image))) / images.length;
                for (int j = 0; j < inputs; j++) {
                    gradient[j] += error * (image >> j & 1);
                }
                gradient[inputs] += error;
            }
            for (int j = 0; j < w.length; j++) {
                squares[j] += gradient[j] * gradient[j];
                w[j] += gradient[j] == 0 ? 0 : 0.5 * gradient[j] / Math.sqrt(squares[j]);
            }
        }
        return w;
    }

    private static double logit(double[] w, int image) {
        double sum = w[w.length - 1];
        for (int j = 0; j < w.length - 1; j++) {
            sum += (image >> j & 1) * w[j];
        }
        return sum;
    }

    @Override
    public int pixels() {
        return weights.length;
    }

    @Override
    public long parameters() {
        return Arrays.stream(weights).mapToLong(w -> w.length).sum();
    }

    @Override
    public LogisticChain prefix(int pixels) {
        return new LogisticChain(Arrays.copyOf(weights, pixels));
    }

    @Override
    public double logProbability(int image) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Bernoulli.logProbability(image >> i & 1, logit(weights[i], image));
        }
        return sum;
    }
}
