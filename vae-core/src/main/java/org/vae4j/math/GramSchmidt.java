package org.vae4j.math;

import java.util.Arrays;

/**
 * Orthonormal columns by the modified Gram-Schmidt method: each column loses its projections onto the columns before it
 * and is divided by its length. Two passes give orthogonality to rounding (Giraud et al. 2005).
 */
public final class GramSchmidt {

    /** A column that the projections shorten to a smaller share lies in the span of the others, but for rounding. */
    private static final double DEPENDENT = 1e-13;

    /** A unit vector is farther than another only by more than rounding, so that ties go to the first. */
    private static final double TIE = 1e-12;

    private GramSchmidt() {}

    /**
     * Orthonormalises given columns, and adds columns from the unit vectors that are farthest from their span.
     *
     * @param columns independent columns, column by column; not changed
     * @param rows the number of rows
     * @param given the number of given columns
     * @param wanted the number of columns of the result, from {@code given} to {@code rows}
     * @return orthonormal columns, the first of which have the span of the given ones
     * @throws IllegalArgumentException if the numbers do not fit, or the columns are dependent or not finite
     */
    public static double[] complete(double[] columns, int rows, int given, int wanted) {
        if (given < 0 || wanted < given || rows < wanted || columns.length < given * rows) {
            throw new IllegalArgumentException("found " + columns.length + " values for " + given + " columns of "
                    + rows + " rows and " + wanted + " wanted columns, expected given <= wanted <= rows and the values"
                    + " of all given columns");
        }
        double[] q = Arrays.copyOf(Arrays.copyOf(columns, given * rows), Math.multiplyExact(rows, wanted));
        // ‖e_i - QQᵀe_i‖² for each i.
        double[] squaredDistances = new double[rows];
        Arrays.fill(squaredDistances, 1);
        for (int j = 0; j < wanted; j++) {
            if (j >= given) {
                q[j * rows + farthest(squaredDistances)] = 1;
            }
            orthonormalise(q, rows, j);
            for (int i = 0; i < rows; i++) {
                squaredDistances[i] -= q[j * rows + i] * q[j * rows + i];
            }
        }
        return q;
    }

    private static int farthest(double[] squaredDistances) {
        int farthest = 0;
        for (int i = 1; i < squaredDistances.length; i++) {
            farthest = squaredDistances[i] > squaredDistances[farthest] + TIE ? i : farthest;
        }
        return farthest;
    }

    /** Makes a column orthogonal to all before it and of length 1, in place. */
    private static void orthonormalise(double[] q, int rows, int column) {
        int at = column * rows;
        double lengthBefore = norm(q, at, rows);
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
        if (!(norm > DEPENDENT * lengthBefore)) {
            throw new IllegalArgumentException("found column " + (column + 1)
                    + " in the span of those before it or not finite, expected independent columns");
        }
        for (int i = 0; i < rows; i++) {
            q[at + i] /= norm;
        }
    }

    /** The length of the column that begins at an index. */
    private static double norm(double[] q, int at, int rows) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += q[at + i] * q[at + i];
        }
        return Math.sqrt(sum);
    }
}
