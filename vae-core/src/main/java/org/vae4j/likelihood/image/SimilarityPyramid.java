package org.vae4j.likelihood.image;

import java.util.Arrays;

/**
 * The multi-scale similarity of one image and one output, and its gradient with respect to the output: Π_s m_s^p_s. The
 * part m_s is the contrast at scale s, or the similarity at the coarsest scale, averaged over the channels; p_s is
 * {@link StructuralSimilarityLoss#power}.
 *
 * <p>The derivative with respect to m_s is p_s / m_s times the product. The gradient with respect to the output goes
 * from the coarsest scale to the finest: each image is the mean of 2 x 2 pixels of the one before.
 */
final class SimilarityPyramid {

    private final StructuralSimilarityLoss loss;
    /** By channel and scale; scale 0 is the finest. */
    private final SimilarityMap[][] maps;
    /** m_s of each scale. */
    private final double[] parts;

    private final double similarity;

    SimilarityPyramid(StructuralSimilarityLoss loss, double[] image, double[] output) {
        this.loss = loss;
        maps = new SimilarityMap[loss.channels()][loss.scales()];
        parts = new double[loss.scales()];
        int pixels = loss.height() * loss.width();
        for (int c = 0; c < loss.channels(); c++) {
            double[] x = Arrays.copyOfRange(image, c * pixels, (c + 1) * pixels);
            double[] y = Arrays.copyOfRange(output, c * pixels, (c + 1) * pixels);
            for (int s = 0; s < loss.scales(); s++) {
                if (s > 0) {
                    x = halved(x, height(s - 1), width(s - 1));
                    y = halved(y, height(s - 1), width(s - 1));
                }
                maps[c][s] = new SimilarityMap(x, y, height(s), width(s));
                parts[s] += (isCoarsest(s) ? maps[c][s].similarity() : maps[c][s].contrast()) / loss.channels();
            }
        }
        similarity = product();
    }

    private int height(int scale) {
        return loss.height() >> scale;
    }

    private int width(int scale) {
        return loss.width() >> scale;
    }

    private boolean isCoarsest(int scale) {
        return scale == loss.scales() - 1;
    }

    /** Π_s m_s^p_s, at most 1. */
    double similarity() {
        return similarity;
    }

    private double product() {
        double product = 1;
        for (int s = 0; s < parts.length; s++) {
            product *= Math.pow(StructuralSimilarityLoss.bounded(parts[s]), loss.power(s));
        }
        return product;
    }

    /** The gradient with respect to the output, channel by channel and row by row. */
    double[] gradient() {
        int pixels = loss.height() * loss.width();
        double[] gradient = new double[loss.channels() * pixels];
        for (int c = 0; c < loss.channels(); c++) {
            double[] coarser = new double[0];
            for (int s = loss.scales() - 1; s >= 0; s--) {
                double slope = slope(s);
                double[] own = maps[c][s].gradient(isCoarsest(s) ? 0 : slope, isCoarsest(s) ? slope : 0);
                if (!isCoarsest(s)) {
                    addDoubled(coarser, own, height(s), width(s));
                }
                coarser = own;
            }
            System.arraycopy(coarser, 0, gradient, c * pixels, pixels);
        }
        return gradient;
    }

    /** The derivative of the similarity with respect to one channel's part of a scale; 0 where the part is bounded. */
    private double slope(int scale) {
        double part = StructuralSimilarityLoss.bounded(parts[scale]);
        return part > parts[scale] ? 0 : similarity * loss.power(scale) / part / loss.channels();
    }

    /** Means of 2 x 2 pixels; an odd last row or column is left out. */
    private static double[] halved(double[] image, int height, int width) {
        int columns = width / 2;
        double[] result = new double[height / 2 * columns];
        for (int i = 0; i < result.length; i++) {
            int first = i / columns * 2 * width + i % columns * 2;
            result[i] = (image[first] + image[first + 1] + image[first + width] + image[first + width + 1]) / 4;
        }
        return result;
    }

    /** The transpose of {@link #halved}, added. */
    private static void addDoubled(double[] halved, double[] image, int height, int width) {
        int columns = width / 2;
        for (int i = 0; i < halved.length; i++) {
            int first = i / columns * 2 * width + i % columns * 2;
            for (int offset : new int[] {0, 1, width, width + 1}) {
                image[first + offset] += halved[i] / 4;
            }
        }
    }
}
