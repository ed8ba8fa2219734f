package org.vae4j.eval.novelty;

import java.util.Arrays;
import org.vae4j.eval.ood.Auroc;

/**
 * How many samples of a model repeat an image that it was trained on, by the yardstick of images that it never saw.
 *
 * <p>A sample is a near-duplicate when its ratio ρ = d₁ / mean(d₂ … d₆) of the distances to its nearest training images is
 * below the {@code quantile} of the same ratio of held-out images. Of new images from the data's own distribution a share
 * of {@code quantile} is flagged, so that is what a model which generates may show. The ratio, and not d₁ itself: a decoder
 * emits expected grey values, smoother than data, which adds about the same to all six distances and leaves a copy of a
 * complicated image farther away than a new image of a simple one; and a region where the data is dense is not one where
 * samples are copied. Carlini et al. (2023) compare d₁ with the neighbours' distances in the same way; Meehan et al. (2020)
 * test the samples' distances against held-out ones as a whole, which is {@code copying} here.
 *
 * @param samples how many samples
 * @param heldOut how many held-out images
 * @param references how many training images
 * @param quantile of the held-out ratios that is the threshold
 * @param thresholdRatio below which a sample is a near-duplicate
 * @param nearDuplicates samples with a ratio below the threshold
 * @param exactDuplicates samples that differ from their nearest image by no more than rounding to 8 bits does: a root mean
 *     square of at most 1/510 a pixel
 * @param medianSampleDistance to the nearest training image, over the samples
 * @param medianHeldOutDistance to the nearest training image, over the held-out images
 * @param copying probability that a held-out image is farther from the training images than a sample; ½ for samples as new as
 *     new images, 1 for copies
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

    /** Neighbours that the judgement needs of every query, where there are so many references. */
    public static final int NEIGHBOURS = 6;

    /** Half a grey level of 8 bits. */
    private static final double ROUNDING = 1.0 / 510;

    /**
     * Judges samples.
     *
     * @param samples their neighbours among the training images, at least two each
     * @param heldOut the neighbours of images from the same distribution among the same training images, as many each
     * @param features of an image
     * @param quantile above 0 and below 1; 0.01 is usual
     * @return the counts and what they rest on
     */
    public static Novelty judge(NearestNeighbours samples, NearestNeighbours heldOut, int features, double quantile) {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("found quantile " + quantile + ", expected a number between 0 and 1");
        }
        if (samples.references() != heldOut.references() || samples.count() != heldOut.count()) {
            throw new IllegalArgumentException("found " + samples.count() + " neighbours among " + samples.references()
                    + " images for the samples and " + heldOut.count() + " among " + heldOut.references()
                    + " for the held-out images, expected the same search for both");
        }
        double threshold = quantile(ratios(heldOut), quantile);
        double rounding = ROUNDING * Math.sqrt(features);
        double[] distances = samples.nearestDistances();
        double[] others = heldOut.nearestDistances();
        return new Novelty(
                samples.queries(),
                heldOut.queries(),
                samples.references(),
                quantile,
                threshold,
                (int) Arrays.stream(ratios(samples)).filter(r -> r < threshold).count(),
                (int) Arrays.stream(distances).filter(d -> d <= rounding).count(),
                quantile(distances, 0.5),
                quantile(others, 0.5),
                Auroc.of(others, distances));
    }

    /**
     * ρ = d₁ / mean(d₂ …) of each query: near 0 for a copy, near 1 for what is equally far from several images.
     *
     * @param neighbours at least two of each query
     * @return one value a query, in [0, 1]; 0 where several images are at distance 0
     */
    public static double[] ratios(NearestNeighbours neighbours) {
        if (neighbours.count() < 2) {
            throw new IllegalArgumentException("found one neighbour of each query, expected at least two to compare");
        }
        double[] result = new double[neighbours.queries()];
        for (int q = 0; q < result.length; q++) {
            double others = 0;
            for (int rank = 1; rank < neighbours.count(); rank++) {
                others += neighbours.distance(q, rank) / (neighbours.count() - 1);
            }
            result[q] = others > 0 ? Math.min(1, neighbours.distance(q, 0) / others) : 0;
        }
        return result;
    }

    /** {@return nearDuplicates / samples} */
    public double nearDuplicateShare() {
        return nearDuplicates / (double) samples;
    }

    /** By linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
    static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
