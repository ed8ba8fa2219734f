package org.vae4j.math;

import java.util.Arrays;

/** Orthonormal columns by the modified method of Gram and Schmidt, twice, which is enough (Giraud et al. 2005). */
public final class GramSchmidt {

    private GramSchmidt() {}

    /**
     * Orthonormalises the first columns and adds the unit vectors that are farthest from their span.
     *
     * @param columns independent, column by column
     * @param rows of each column
     * @param given how many there are
     * @param wanted how many there will be, given to rows
     * @return orthonormal columns, the first of which span what the given ones do
     * @throws IllegalArgumentException if the given columns are dependent or not finite
     */
    public static double[] complete(double[] columns, int rows, int given, int wanted) {
        double[] q = Arrays.copyOf(columns, rows * wanted);
        // ‖e_i - QQᵀe_i‖² for each i.
        double[] left = new double[rows];
        Arrays.fill(left, 1);
        for (int j = 0; j < wanted; j++) {
            if (j >= given) {
                int farthest = 0;
                for (int i = 1; i < rows; i++) {
                    farthest = left[i] > left[farthest] + 1e-12 ? i : farthest;
                }
                q[j * rows + farthest] = 1;
            }
            orthonormalise(q, rows, j);
            for (int i = 0; i < rows; i++) {
                left[i] -= q[j * rows + i] * q[j * rows + i];
            }
        }
        return q;
    }

    private static void orthonormalise(double[] q, int rows, int column) {
        int at = column * rows;
        double before = norm(q, at, rows);
        for (int pass = 0; pass < 2; pass++) {
            for (int k = 0; k < column; k++) {
                double dot = 0;
                for (int i = 0; i < rows; i++) {
                    dot += q[k * rows + i] * q[at + i];
                }
                for (int i = 0; i < rows; i++) {
                    q[at + i] -= dot * q[k * rows + i];
                }
            }
        }
        double norm = norm(q, at, rows);
        if (!(norm > 1e-13 * before)) {
            throw new IllegalArgumentException("found column " + (column + 1)
                    + " in the span of those before it or not finite, expected independent columns");
        }
        for (int i = 0; i < rows; i++) {
            q[at + i] /= norm;
        }
    }

    private static double norm(double[] q, int at, int rows) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += q[at + i] * q[at + i];
        }
        return Math.sqrt(sum);
    }
}
