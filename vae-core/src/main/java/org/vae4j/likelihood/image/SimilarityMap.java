package org.vae4j.likelihood.image;

/**
 * The structural similarity of two images of one channel, window by window (Wang, Bovik, Sheikh and Simoncelli 2004).
 * In a window it is the product of the luminance L = (2 μ_x μ_y + C₁) / (μ_x² + μ_y² + C₁) and the contrast K = (2 σ_xy
 * + C₂) / (σ_x² + σ_y² + C₂), with C₁ = 0.01² and C₂ = 0.03² for values in [0, 1]. Means, variances and covariances are
 * weighted by a {@link GaussianWindow}; for example σ_xy is the mean of x y less μ_x μ_y.
 *
 * <p>The gradient is taken by way of the window's three means that depend on y: μ_y, the mean of y² and that of x y.
 * With S = σ_x² + σ_y² + C₂ and M = μ_x² + μ_y² + C₁, K has the derivatives 2/S by the mean of x y, -K/S by the mean of
 * y² and -μ_x · 2/S + 2 μ_y K/S by μ_y, and L has 2 (μ_x - L μ_y) / M by μ_y.
 */
final class SimilarityMap {

    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    /** The images, row by row; kept and not copied, read only. */
    private final double[] x;

    private final double[] y;
    private final int height;
    private final int width;
    private final double[] meanX;
    private final double[] meanY;
    private final double[] luminance;
    private final double[] contrast;
    /** S of each window. */
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
        double[] productXY = GaussianWindow.means(product(x, y), height, width);
        luminance = new double[meanX.length];
        contrast = new double[meanX.length];
        spread = new double[meanX.length];
        for (int i = 0; i < meanX.length; i++) {
            double squaredMeans = meanX[i] * meanX[i] + meanY[i] * meanY[i];
            luminance[i] = (2 * meanX[i] * meanY[i] + C1) / (squaredMeans + C1);
            spread[i] = squareX[i] + squareY[i] - squaredMeans + C2;
            contrast[i] = (2 * (productXY[i] - meanX[i] * meanY[i]) + C2) / spread[i];
        }
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** The mean of K over the windows. */
    double contrast() {
        double sum = 0;
        for (double value : contrast) {
            sum += value;
        }
        return sum / contrast.length;
    }

    /** The mean of L · K over the windows. */
    double similarity() {
        double sum = 0;
        for (int i = 0; i < contrast.length; i++) {
            sum += luminance[i] * contrast[i];
        }
        return sum / contrast.length;
    }

    /**
     * Computes the gradient of {@code contrastWeight} · {@link #contrast} + {@code similarityWeight} ·
     * {@link #similarity} with respect to y.
     */
    double[] gradient(double contrastWeight, double similarityWeight) {
        int windows = contrast.length;
        double[] gradMean = new double[windows];
        double[] gradSquare = new double[windows];
        double[] gradProduct = new double[windows];
        for (int i = 0; i < windows; i++) {
            double gradContrast = (contrastWeight + similarityWeight * luminance[i]) / windows;
            gradProduct[i] = gradContrast * 2 / spread[i];
            gradSquare[i] = -gradContrast * contrast[i] / spread[i];
            double squaredMeans = meanX[i] * meanX[i] + meanY[i] * meanY[i] + C1;
            double gradLuminance = similarityWeight * contrast[i] / windows;
            gradMean[i] = gradLuminance * 2 * (meanX[i] - luminance[i] * meanY[i]) / squaredMeans
                    - meanX[i] * gradProduct[i]
                    - 2 * meanY[i] * gradSquare[i];
        }
        double[] result = GaussianWindow.transposed(gradMean, height, width);
        double[] squares = GaussianWindow.transposed(gradSquare, height, width);
        double[] products = GaussianWindow.transposed(gradProduct, height, width);
        for (int i = 0; i < result.length; i++) {
            result[i] += 2 * y[i] * squares[i] + x[i] * products[i];
        }
        return result;
    }
}
