package org.vae4j.eval.annealed;

/**
 * The state u of a block of chains, with the densities and gradients at u. All arrays are stored column by column.
 * Chains and spaces write into them directly, because they do so in the innermost loop.
 */
final class ChainPlace {

    /** {@code rows · dimensions} values. */
    final double[] u;

    /** log p(x, z) - log start(u) of each row. */
    final double[] ratio;

    /** The gradient of the ratio with respect to u. */
    final double[] slope;

    /** The logarithm of the start's density, up to a constant. */
    final double[] start;

    /** Its gradient with respect to u. */
    final double[] startSlope;

    ChainPlace(int rows, int dimensions) {
        u = new double[rows * dimensions];
        ratio = new double[rows];
        slope = new double[rows * dimensions];
        start = new double[rows];
        startSlope = new double[rows * dimensions];
    }

    void copyTo(ChainPlace other) {
        System.arraycopy(u, 0, other.u, 0, u.length);
        System.arraycopy(ratio, 0, other.ratio, 0, ratio.length);
        System.arraycopy(slope, 0, other.slope, 0, slope.length);
        System.arraycopy(start, 0, other.start, 0, start.length);
        System.arraycopy(startSlope, 0, other.startSlope, 0, startSlope.length);
    }

    /** Copies one row. */
    void copyTo(ChainPlace other, int row) {
        other.ratio[row] = ratio[row];
        other.start[row] = start[row];
        for (int i = row; i < u.length; i += ratio.length) {
            other.u[i] = u[i];
            other.slope[i] = slope[i];
            other.startSlope[i] = startSlope[i];
        }
    }
}
