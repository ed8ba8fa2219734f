package org.vae4j.likelihood.image;

/**
 * The structural similarity of two images of one channel, window by window (Wang, Bovik, Sheikh and Simoncelli 2004):
 * the product of (2 μ_x μ_y + C₁) / (μ_x² + μ_y² + C₁) and (2 σ_xy + C₂) / (σ_x² + σ_y² + C₂), with C₁ = 0.01² and C₂ =
 * 0.03² for values in [0, 1].
 */
final class SimilarityMap {

    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private final double[] x;
    private final double[] y;
    private final int height;
    private final int width;
    private final double[] meanX;
    private final double[] meanY;
    private final double[] luminance;
    private final double[] contrast;
    /** σ_x² + σ_y² + C₂ of each window. */
    private final double[] spread;

    SimilarityMap(double[] x, double[] y, int height, int width) {
        this.x = x;
        this.y = y;
        this.height = height;
        this.width = width;
        meanX = GaussianWindow.means(x, height, width);
        meanY = GaussianWindow.means(y, height, width);
        double[] squareX = GaussianWindow.means(product(x, x), height, width);
        double[] squareY = GaussianWindow.means(product(y, y), height, width);
        double[] across = GaussianWindow.means(product(x, y), height, width);
        luminance = new double[meanX.length];
        contrast = new double[meanX.length];
        spread = new double[meanX.length];
        for (int i = 0; i < meanX.length; i++) {
            double ofMeans = meanX[i] * meanX[i] + meanY[i] * meanY[i];
            luminance[i] = (2 * meanX[i] * meanY[i] + C1) / (ofMeans + C1);
            spread[i] = squareX[i] + squareY[i] - ofMeans + C2;
            contrast[i] = (2 * (across[i] - meanX[i] * meanY[i]) + C2) / spread[i];
        }
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** The mean over the windows of the second factor. */
    double contrast() {
        double sum = 0;
        for (double value : contrast) {
            sum += value;
        }
        return sum / contrast.length;
    }

    /** The mean over the windows of both factors' product. */
    double similarity() {
        double sum = 0;
        for (int i = 0; i < contrast.length; i++) {
            sum += luminance[i] * contrast[i];
        }
        return sum / contrast.length;
    }

    /**
     * The gradient of {@code toContrast} · {@link #contrast} + {@code toSimilarity} · {@link #similarity} with respect
     * to y.
     */
    double[] gradient(double toContrast, double toSimilarity) {
        int windows = contrast.length;
        double[] ofMean = new double[windows];
        double[] ofSquare = new double[windows];
        double[] ofProduct = new double[windows];
        for (int i = 0; i < windows; i++) {
            double slope = (toContrast + toSimilarity * luminance[i]) / windows;
            ofProduct[i] = slope * 2 / spread[i];
            ofSquare[i] = -slope * contrast[i] / spread[i];
            double ofMeans = meanX[i] * meanX[i] + meanY[i] * meanY[i] + C1;
            double toLuminance = toSimilarity * contrast[i] / windows;
            ofMean[i] = toLuminance * 2 * (meanX[i] - luminance[i] * meanY[i]) / ofMeans
                    - meanX[i] * ofProduct[i]
                    - 2 * meanY[i] * ofSquare[i];
        }
        double[] result = GaussianWindow.transposed(ofMean, height, width);
        double[] squares = GaussianWindow.transposed(ofSquare, height, width);
        double[] products = GaussianWindow.transposed(ofProduct, height, width);
        for (int i = 0; i < result.length; i++) {
            result[i] += 2 * y[i] * squares[i] + x[i] * products[i];
        }
        return result;
    }
}
