package org.vae4j.math;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The principal angles between two subspaces, θ_k = arccos s_k with the singular values s of AᵀB for orthonormal bases
 * A and B.
 *
 * <p>Cosines of angles below 1e-8 round to 1, so angles under 45° are computed as arcsines of the singular values of
 * B - AAᵀB (Björck and Golub 1973; Knyazev and Argentati 2002).
 */
public final class PrincipalAngles {

    private PrincipalAngles() {}

    /**
     * All angles between the column spaces of two matrices of independent columns.
     *
     * @param a {@code [d, p]}, p ≤ d
     * @param b {@code [d, q]}, q ≤ p
     * @return q angles, ascending, in radians, 0 to π/2
     * @throws IllegalArgumentException if the shapes do not fit or columns are dependent or not finite
     */
    public static double[] between(INDArray a, INDArray b) {
        Shapes.requireMatrix("a", a);
        Shapes.requireMatrix("b", b);
        if (a.rows() != b.rows() || b.columns() > a.columns() || a.columns() > a.rows()) {
            throw new IllegalArgumentException("found subspaces spanned by [" + a.rows() + ", " + a.columns()
                    + "] and [" + b.rows() + ", " + b.columns() + "], expected [d, p] and [d, q] with q <= p <= d");
        }
        RealMatrix left = orthonormal(a);
        RealMatrix right = orthonormal(b);
        RealMatrix projected = left.transpose().multiply(right);
        double[] cosines = new SingularValueDecomposition(projected).getSingularValues();
        double[] sines = new SingularValueDecomposition(right.subtract(left.multiply(projected))).getSingularValues();
        int q = b.columns();
        double[] angles = new double[q];
        for (int k = 0; k < q; k++) {
            double sine = Math.min(1, sines[q - 1 - k]);
            angles[k] = sine * sine < 0.5 ? Math.asin(sine) : Math.acos(Math.min(1, cosines[k]));
        }
        return angles;
    }

    /**
     * The largest angle between the column spaces of two matrices of independent columns.
     *
     * @param a {@code [d, p]}, p ≤ d
     * @param b {@code [d, q]}, q ≤ p
     * @return radians, 0 to π/2
     */
    public static double largest(INDArray a, INDArray b) {
        double[] angles = between(a, b);
        return angles[angles.length - 1];
    }

    private static RealMatrix orthonormal(INDArray matrix) {
        int d = matrix.rows();
        int p = matrix.columns();
        double[] q = GramSchmidt.complete(Doubles.values(matrix), d, p, p);
        RealMatrix columns = new Array2DRowRealMatrix(d, p);
        for (int j = 0; j < p; j++) {
            columns.setColumn(j, Arrays.copyOfRange(q, j * d, (j + 1) * d));
        }
        return columns;
    }
}
