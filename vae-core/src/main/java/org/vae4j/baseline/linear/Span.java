package org.vae4j.baseline.linear;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.SymmetricEigen;
import org.vae4j.math.Doubles;
import org.vae4j.math.GramSchmidt;

/**
 * The principal directions of the data within the span of some columns.
 *
 * @param directions orthonormal, {@code [d, p]}, the one of the largest variance first
 * @param variances of the data along each, p values, descending
 */
record Span(INDArray directions, double[] variances) {

    /**
     * Finds the directions: with an orthonormal basis Q of the span and QᵀSQ = V Λ Vᵀ they are QV, with variances Λ.
     *
     * @param columns independent columns, {@code [d, p]}
     * @param covariance the covariance S of the data, {@code [d, d]}
     * @throws IllegalArgumentException if the columns are dependent
     */
    static Span of(INDArray columns, INDArray covariance) {
        int d = columns.rows();
        int p = columns.columns();
        INDArray basis = Doubles.matrix(GramSchmidt.complete(Doubles.values(columns), d, p, p), d, p);
        INDArray within = Doubles.transposedTimes(basis, Doubles.product(covariance, basis));
        SymmetricEigen eigen = SymmetricEigen.of(within.add(within.transpose()).divi(2));
        return new Span(Doubles.product(basis, eigen.vectors()), eigen.values());
    }
}
