package org.vae4j.likelihood.image;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;

/**
 * The loss weight · (1 − MS-SSIM) between an image and the decoder's output (Wang, Simoncelli and Bovik 2003,
 * "Multi-scale structural similarity for image quality assessment"; written from memory, not checked against the
 * paper). MS-SSIM is Π_s m_s^p_s with the published powers p_s: m_s is the mean contrast at the scale s, and at the
 * coarsest scale the mean similarity, as {@link SimilarityMap} defines them. Each scale halves the one before by means
 * of 2 x 2 pixels. With one scale MS-SSIM is the structural similarity. An m_s below 10⁻⁶ counts as 10⁻⁶ and has no
 * gradient.
 *
 * <p>The loss is not the logarithm of a density. It lies between 0 and about {@code weight}; the user chooses the
 * weight relative to the KL's nats. Channels are compared one by one, and values should lie in [0, 1].
 *
 * @param height of an image, pixels
 * @param width of an image, pixels
 * @param channels of an image, ≥ 1
 * @param scales 1 to 5; the coarsest image must not be smaller than a window of 11 pixels
 * @param weight finite, &gt; 0
 */
public record StructuralSimilarityLoss(
        @JsonProperty("height") int height,
        @JsonProperty("width") int width,
        @JsonProperty("channels") int channels,
        @JsonProperty("scales") int scales,
        @JsonProperty("weight") double weight)
        implements Likelihood {

    /** The published powers of five scales, from the finest on. Those of fewer scales are divided by their sum. */
    private static final double[] POWERS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

    /** The lower bound of m_s. */
    private static final double SMALLEST_PART = 1e-6;

    /** The loss of grey images of 28 x 28 pixels, with two scales and a weight of 100. */
    public StructuralSimilarityLoss() {
        this(28, 28, 1, 2, 100);
    }

    @JsonCreator
    public StructuralSimilarityLoss {
        if (channels < 1 || scales < 1 || scales > POWERS.length) {
            throw new IllegalArgumentException("found channels = " + channels + " and scales = " + scales
                    + ", expected at least 1 channel and 1 to " + POWERS.length + " scales");
        }
        if (Math.min(height, width) >> (scales - 1) < GaussianWindow.SIZE) {
            throw new IllegalArgumentException("found images of " + height + " x " + width + " pixels and scales = "
                    + scales + ", expected a coarsest scale of at least " + GaussianWindow.SIZE
                    + " pixels: set fewer scales");
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("found weight = " + weight + ", expected a finite number > 0");
        }
    }

    @Override
    public String name() {
        return "ms_ssim";
    }

    @Override
    public boolean hasDensity() {
        return false;
    }

    @Override
    public int parameterCount(int features) {
        if (features != channels * height * width) {
            throw new IllegalArgumentException("model.likelihood: found ms_ssim of " + channels + " x " + height + " x "
                    + width + " with examples of " + features
                    + " values, expected their shape: set {ms_ssim: {height: …, width: …, channels: …}}");
        }
        return features;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        double[] images = new double[x.length()];
        double[] outputs = new double[parameters.length()];
        kernels.read(x, images);
        kernels.read(parameters, outputs);
        double[] slopes = new double[outputs.length];
        for (int r = 0; r < parameters.rows(); r++) {
            SimilarityPyramid pyramid = new SimilarityPyramid(
                    this, example(images, x.rows(), r % x.rows()), example(outputs, parameters.rows(), r));
            double[] similarityGradient = pyramid.gradient();
            negLogLikelihood[r] = weight * (1 - pyramid.similarity());
            for (int i = 0; i < similarityGradient.length; i++) {
                slopes[i * parameters.rows() + r] = -weight * similarityGradient[i];
            }
        }
        kernels.write(slopes, gradient);
    }

    /** Copies one row out of values that are stored column by column. */
    private static double[] example(double[] columns, int rows, int row) {
        double[] example = new double[columns.length / rows];
        for (int i = 0; i < example.length; i++) {
            example[i] = columns[i * rows + row];
        }
        return example;
    }

    /** The power of a scale, 0 being the finest. */
    double power(int scale) {
        double sum = 0;
        for (int s = 0; s < scales; s++) {
            sum += POWERS[s];
        }
        return POWERS[scale] / sum;
    }

    /** Bounds m_s from below: a contrast may be negative, and has no real power then. */
    static double bounded(double part) {
        return Math.max(part, SMALLEST_PART);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException always: a loss has no distribution
     */
    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        throw new IllegalStateException(
                "found the loss " + name() + ", expected a likelihood to draw from: a loss has a mean only");
    }
}
