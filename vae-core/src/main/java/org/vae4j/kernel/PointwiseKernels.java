package org.vae4j.kernel;

/** Losses that are a sum over the values of an example, for any loss of a single value. */
public interface PointwiseKernels {

    /**
     * Computes the loss of each row and its gradient with respect to the parameters. The loss of each value is computed
     * in double precision for matrices of any type, so that a loss needs no second form for floats.
     *
     * @param x {@code [examples, features]}
     * @param parameters {@code [rows, k·features]}: the first parameter of every feature, then the second of every
     *     feature and so on; rows a multiple of examples: row r belongs to example r mod examples
     * @param loss of one value, of k parameters
     * @param losses one value per row: overwritten
     * @param gradient as the parameters: overwritten
     */
    void pointwise(Matrix x, Matrix parameters, PointwiseLoss loss, double[] losses, Matrix gradient);
}
