package org.vae4j.baseline.linear;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.SymmetricEigen;
import org.vae4j.math.Doubles;
import org.vae4j.math.PrincipalAngles;

/**
 * A comparison of a linear autoencoder x̂ = ABx with the principal component analysis of the same data: of the
 * subspace, and of single principal directions, which theory finds in A in several ways.
 *
 * <p>Single directions are compared over the first {@code min(8, p)} directions u_i. Each figure is the smallest over i
 * of the cosines |u_iᵀc| / ‖c‖ with a vector c that A gives for direction i; 1 means that all are recovered.
 *
 * @param maxPrincipalAngleRad between the columns of A and the principal directions, 0 to π/2
 * @param relativeExcessError (E‖x - ABx‖² - PCA's) / PCA's, which regularisation increases
 * @param subspaceRelativeExcessError the same for the orthogonal projection onto the columns of A
 * @param orthonormalityDefect ‖AᵀA - I‖, Frobenius
 * @param columnsMinCos c is column i of A
 * @param columnsBestMatchMinCos c is the column of A with the largest cosine
 * @param latentCovarianceMinCos c is A times eigenvector i of the latents' covariance BSBᵀ
 * @param decoderSvdMinCos c is left singular vector i of A
 */
public record SubspaceReport(
        double maxPrincipalAngleRad,
        double relativeExcessError,
        double subspaceRelativeExcessError,
        double orthonormalityDefect,
        double columnsMinCos,
        double columnsBestMatchMinCos,
        double latentCovarianceMinCos,
        double decoderSvdMinCos) {

    private static final int COMPARED_DIRECTIONS = 8;

    /** A smaller share of the variance outside the principal subspace is rounding. */
    private static final double NEGLIGIBLE_ERROR = 1e-12;

    /**
     * Compares an autoencoder with PCA.
     *
     * @param pca the PCA of the data, with as many directions as A has columns
     * @param data the mean and the covariance of the data
     * @param decoder A, {@code [d, p]}, of independent columns
     * @param encoder B, {@code [p, d]}
     * @return the report
     * @throws IllegalArgumentException if sizes do not fit or columns of A are dependent
     */
    public static SubspaceReport of(Pca pca, Covariance data, INDArray decoder, INDArray encoder) {
        INDArray u = pca.components();
        INDArray s = data.matrix();
        INDArray se = Doubles.timesTransposed(s, encoder);
        INDArray code = Doubles.product(encoder, se);
        INDArray gram = Doubles.transposedTimes(decoder, decoder);
        double error = data.totalVariance() - 2 * sum(decoder.mul(se)) + sum(gram.mul(code));
        SymmetricEigen gramEigen = SymmetricEigen.of(gram);
        INDArray leftVectors = normalised(Doubles.product(decoder, gramEigen.vectors()));
        double projected = data.totalVariance() - sum(leftVectors.mul(Doubles.product(s, leftVectors)));
        INDArray latentDirections =
                normalised(Doubles.product(decoder, SymmetricEigen.of(code).vectors()));
        INDArray columns = normalised(decoder);
        return new SubspaceReport(
                PrincipalAngles.largest(u, decoder),
                relativeExcess(error, pca),
                relativeExcess(projected, pca),
                gram.sub(Nd4j.eye(gram.rows()).castTo(DataType.DOUBLE))
                        .norm2Number()
                        .doubleValue(),
                minCosInOrder(u, columns),
                minCosOfBestMatch(u, columns),
                minCosInOrder(u, latentDirections),
                minCosInOrder(u, leftVectors));
    }

    private static double relativeExcess(double error, Pca pca) {
        double optimum = pca.reconstructionError();
        // Where PCA leaves no error, the excess is relative to the total variance.
        double scale = optimum > NEGLIGIBLE_ERROR * pca.totalVariance() ? optimum : pca.totalVariance();
        return (error - optimum) / scale;
    }

    private static INDArray normalised(INDArray columns) {
        return columns.divRowVector(columns.norm2(true, 0));
    }

    /** The smallest cosine of direction i and column i. */
    private static double minCosInOrder(INDArray u, INDArray columns) {
        INDArray cosines = Doubles.transposedTimes(u, columns);
        double smallest = 1;
        for (int i = 0; i < Math.min(COMPARED_DIRECTIONS, u.columns()); i++) {
            smallest = Math.min(smallest, Math.abs(cosines.getDouble(i, i)));
        }
        return smallest;
    }

    /** The smallest, over the directions, of the largest cosine with any column. */
    private static double minCosOfBestMatch(INDArray u, INDArray columns) {
        INDArray cosines = Doubles.transposedTimes(u, columns);
        double smallest = 1;
        for (int i = 0; i < Math.min(COMPARED_DIRECTIONS, u.columns()); i++) {
            smallest = Math.min(smallest, cosines.getRow(i).amaxNumber().doubleValue());
        }
        return smallest;
    }

    private static double sum(INDArray array) {
        return array.sumNumber().doubleValue();
    }
}
