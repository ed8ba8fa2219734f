package org.vae4j.experiment.study.chainrule;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.vae4j.dist.Bernoulli;
import org.vae4j.math.StableMath;

/**
 * The chain rule with every conditional a logistic regression on the pixels before it (Frey 1998, the fully visible
 * sigmoid belief network): {@code P(x_i = 1 | x_<i) = sigmoid(b_i + sum_{j<i} w_ij x_j)}. Immutable.
 *
 * <p>It has d (d + 1) / 2 parameters instead of the 2^d - 1 of {@link ChainRule}.
 */
public final class LogisticChain implements BinaryDensity {

    /** Steps of gradient ascent per pixel, enough to converge on images of 16 pixels. */
    private static final int STEPS = 400;

    private static final double RATE = 0.5;
    /** The precision of the prior on weights, per training image. */
    private static final double DECAY = 1e-4;

    /** weights[i] has w_ij for each pixel j before i, then b_i; it has b_i alone where pixels are independent. */
    private final double[][] weights;

    private LogisticChain(double[][] weights) {
        this.weights = weights;
    }

    /**
     * Fits each conditional by gradient ascent from weights of 0. The objective is the mean log-likelihood minus
     * {@code DECAY ||w||^2 / 2}, a Gaussian prior that keeps the weights of separable data finite.
     *
     * @param images bit masks, at least one
     * @param pixels the number of bits of each image that are used, from 1 to 31
     * @return the estimate
     */
    public static LogisticChain fit(int[] images, int pixels) {
        return fit(images, pixels, pixel -> pixel);
    }

    /**
     * Fits all pixels as independent of each other, with the same prior: no conditional sees another pixel.
     *
     * @param images bit masks, at least one
     * @param pixels the number of bits of each image that are used, from 1 to 31
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

    /**
     * Fits the regression of one pixel on the first {@code inputs} pixels by AdaGrad, whose steps
     * {@code RATE g / sqrt(sum of all g^2)} need no tuning for pixels that are rarely on. The gradient with respect to
     * w_j is {@code 1/N sum_n (x_i - P(x_i = 1)) x_j - DECAY w_j}, with x_j = 1 for the bias.
     */
    private static double[] fitPixel(int[] images, int pixel, int inputs) {
        double[] w = new double[inputs + 1];
        double[] squares = new double[inputs + 1];
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
                w[j] += gradient[j] == 0 ? 0 : RATE * gradient[j] / Math.sqrt(squares[j]);
            }
        }
        return w;
    }

    /** b + sum_j w_j x_j, with b the last of w. */
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
        BinaryDensity.requirePrefix(pixels, weights.length);
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
