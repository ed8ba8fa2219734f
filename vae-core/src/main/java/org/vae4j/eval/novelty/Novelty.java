package org.vae4j.eval.novelty;

import java.util.Arrays;
import org.vae4j.eval.ood.Auroc;
import org.vae4j.math.Quantile;

/**
 * The number of samples of a model that repeat a training image, judged by held-out images that the model never saw.
 *
 * <p>The ratio ρ of an image ({@link Closeness}) is its distance to the nearest training image t, divided by the
 * distance from t to the training image nearest to t. A sample is a near-duplicate when ρ is below the {@code quantile}
 * of the ratios of held-out images. Of new images from the data's own distribution a share of {@code quantile} is
 * flagged; a larger share means repetition. Plain distances would not do: their low quantiles come from the simplest
 * images, and a blurred copy of a complicated image may never be that near. Dividing by a local distance follows
 * Carlini et al. (2023). Comparing the distances of samples and held-out images as a whole, {@code copying}, follows
 * Meehan et al. (2020).
 *
 * @param samples number of samples
 * @param heldOut number of held-out images
 * @param references number of training images
 * @param quantile the quantile of the held-out ratios that is the threshold
 * @param thresholdRatio the ratio below which a sample is a near-duplicate
 * @param nearDuplicates number of samples with a ratio below the threshold
 * @param exactDuplicates number of samples that differ from their nearest image by no more than rounding to 8 bits
 *     does: a root mean square of at most 1/510 per pixel
 * @param medianSampleDistance median distance of the samples to the nearest training image
 * @param medianHeldOutDistance median distance of the held-out images to the nearest training image
 * @param copying probability that a held-out image is farther from the training images than a sample: ½ for samples
 *     that are as new as held-out images, 1 for copies
 */
public record Novelty(
        int samples,
        int heldOut,
        long references,
        double quantile,
        double thresholdRatio,
        int nearDuplicates,
        int exactDuplicates,
        double medianSampleDistance,
        double medianHeldOutDistance,
        Auroc copying) {

    /** Half a grey level of 8 bits: the largest rounding error of a pixel. */
    private static final double ROUNDING = 1.0 / 510;

    private static final double MEDIAN = 0.5;

    /**
     * Compares samples with held-out images.
     *
     * @param samples closeness of the samples to the training images
     * @param heldOut closeness of held-out images to the same training images
     * @param features number of values of an image
     * @param quantile above 0 and below 1; 0.01 is usual
     * @return the counts, the threshold and the distances
     * @throws IllegalArgumentException for another quantile, or for different training images
     */
    public static Novelty judge(Closeness samples, Closeness heldOut, int features, double quantile) {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("found quantile " + quantile + ", expected a number between 0 and 1");
        }
        if (samples.references() != heldOut.references()) {
            throw new IllegalArgumentException("found samples against " + samples.references()
                    + " training images and held-out images against " + heldOut.references()
                    + ", expected the same training images for both");
        }
        double threshold = Quantile.of(heldOut.ratios(), quantile);
        double rounding = ROUNDING * Math.sqrt(features);
        double[] sampleDistances = samples.distances();
        double[] heldOutDistances = heldOut.distances();
        return new Novelty(
                samples.examples(),
                heldOut.examples(),
                samples.references(),
                quantile,
                threshold,
                (int) Arrays.stream(samples.ratios()).filter(r -> r < threshold).count(),
                (int) Arrays.stream(sampleDistances).filter(d -> d <= rounding).count(),
                Quantile.of(sampleDistances, MEDIAN),
                Quantile.of(heldOutDistances, MEDIAN),
                Auroc.of(heldOutDistances, sampleDistances));
    }

    /** {@return nearDuplicates / samples} */
    public double nearDuplicateShare() {
        return nearDuplicates / (double) samples;
    }
}
