package org.vae4j.eval.novelty;

import java.util.Arrays;
import org.vae4j.eval.ood.Auroc;
import org.vae4j.math.Quantile;

/**
 * How many samples of a model repeat an image that it was trained on, by the yardstick of images that it never saw.
 *
 * <p>A sample is a near-duplicate when its ratio ρ ({@link Closeness}: its distance to the nearest training image t,
 * divided by the distance from t to the training image nearest to t) is below the {@code quantile} of the same ratio of
 * held-out images. Of new images from the data's own distribution a share of {@code quantile} is flagged; more than
 * that is repetition. Distances themselves would not do: a low quantile of those is that of the simplest images, nearer
 * to which a smooth copy of a complicated one may never come. Dividing by a local distance follows Carlini et al.
 * (2023); comparing the samples' distances with held-out ones as a whole, which is {@code copying} here, follows Meehan
 * et al. (2020).
 *
 * @param samples how many samples
 * @param heldOut how many held-out images
 * @param references how many training images
 * @param quantile of the held-out ratios that is the threshold
 * @param thresholdRatio below which a sample is a near-duplicate
 * @param nearDuplicates samples with a ratio below the threshold
 * @param exactDuplicates samples that differ from their nearest image by no more than rounding to 8 bits does: a root
 *     mean square of at most 1/510 a pixel
 * @param medianSampleDistance to the nearest training image, over the samples
 * @param medianHeldOutDistance to the nearest training image, over the held-out images
 * @param copying probability that a held-out image is farther from the training images than a sample; ½ for samples as
 *     new as new images, 1 for copies
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

    /** Half a grey level of 8 bits. */
    private static final double ROUNDING = 1.0 / 510;

    /**
     * Judges samples.
     *
     * @param samples against the training images
     * @param heldOut images of the same distribution, against the same training images
     * @param features of an image
     * @param quantile above 0 and below 1; 0.01 is usual
     * @return the counts and what they rest on
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
        double[] distances = samples.distances();
        double[] others = heldOut.distances();
        return new Novelty(
                samples.examples(),
                heldOut.examples(),
                samples.references(),
                quantile,
                threshold,
                (int) Arrays.stream(samples.ratios()).filter(r -> r < threshold).count(),
                (int) Arrays.stream(distances).filter(d -> d <= rounding).count(),
                Quantile.of(distances, 0.5),
                Quantile.of(others, 0.5),
                Auroc.of(others, distances));
    }

    /** {@return nearDuplicates / samples} */
    public double nearDuplicateShare() {
        return nearDuplicates / (double) samples;
    }
}
