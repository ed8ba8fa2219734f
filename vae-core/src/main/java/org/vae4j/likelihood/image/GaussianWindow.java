package org.vae4j.likelihood.image;

/**
 * Weighted means over the windows of an image that lie in it as a whole: 11 x 11 pixels with Gaussian weights of σ =
 * 1.5, which add up to 1. Images are arrays of their rows.
 */
final class GaussianWindow {

    /** Pixels of a window's side. */
    static final int SIZE = 11;

    private static final double[] WEIGHTS = weights();

    private GaussianWindow() {}

    private static double[] weights() {
        double[] weights = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            double distance = (i - SIZE / 2) / 1.5;
            weights[i] = Math.exp(-0.5 * distance * distance);
            sum += weights[i];
        }
        for (int i = 0; i < SIZE; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** The means, {@code [height - 10, width - 10]}. */
    static double[] means(double[] image, int height, int width) {
        int columns = width - SIZE + 1;
        double[] alongRows = new double[height * columns];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < columns; c++) {
                for (int k = 0; k < SIZE; k++) {
                    alongRows[r * columns + c] += WEIGHTS[k] * image[r * width + c + k];
                }
            }
        }
        double[] means = new double[(height - SIZE + 1) * columns];
        for (int i = 0; i < means.length; i++) {
            for (int k = 0; k < SIZE; k++) {
                means[i] += WEIGHTS[k] * alongRows[i + k * columns];
            }
        }
        return means;
    }

    /** The gradient with respect to the image, from that with respect to the means. */
    static double[] transposed(double[] slopes, int height, int width) {
        int columns = width - SIZE + 1;
        double[] alongRows = new double[height * columns];
        for (int i = 0; i < slopes.length; i++) {
            for (int k = 0; k < SIZE; k++) {
                alongRows[i + k * columns] += WEIGHTS[k] * slopes[i];
            }
        }
        double[] image = new double[height * width];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < columns; c++) {
                for (int k = 0; k < SIZE; k++) {
                    image[r * width + c + k] += WEIGHTS[k] * alongRows[r * columns + c];
                }
            }
        }
        return image;
    }
}
