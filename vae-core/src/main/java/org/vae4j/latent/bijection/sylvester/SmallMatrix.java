package org.vae4j.latent.bijection.sylvester;

/** Arithmetic of small matrices, which are arrays, column by column. All results are new arrays. */
final class SmallMatrix {

    private SmallMatrix() {}

    /** A·B for a matrix A of {@code rows} rows. */
    static double[] product(double[] a, double[] b, int rows) {
        int inner = a.length / rows;
        double[] result = new double[rows * (b.length / inner)];
        for (int j = 0; j < b.length / inner; j++) {
            for (int k = 0; k < inner; k++) {
                double factor = b[j * inner + k];
                for (int i = 0; i < rows; i++) {
                    result[j * rows + i] += a[k * rows + i] * factor;
                }
            }
        }
        return result;
    }

    /** Aᵀ·B for matrices A and B of {@code rows} rows. */
    static double[] transposedProduct(double[] a, double[] b, int rows) {
        int height = a.length / rows;
        double[] result = new double[height * (b.length / rows)];
        for (int at = 0; at < result.length; at++) {
            int i = at % height * rows;
            int j = at / height * rows;
            for (int k = 0; k < rows; k++) {
                result[at] += a[i + k] * b[j + k];
            }
        }
        return result;
    }

    /** The transpose of a square matrix. */
    static double[] transposed(double[] a, int size) {
        double[] result = new double[a.length];
        for (int at = 0; at < a.length; at++) {
            result[at % size * size + at / size] = a[at];
        }
        return result;
    }

    static double[] sum(double[] a, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < b.length; i++) {
            result[i] += b[i];
        }
        return result;
    }

    static double[] scaled(double[] a, double factor) {
        double[] result = a.clone();
        for (int i = 0; i < a.length; i++) {
            result[i] *= factor;
        }
        return result;
    }

    /** The Frobenius norm. */
    static double norm(double[] a) {
        double sum = 0;
        for (double value : a) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
