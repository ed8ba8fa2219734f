/**
 * Linear autoencoders, trained full-batch in double on the second moments of the data, where they are to be compared
 * with PCA to many digits.
 *
 * <p>With quadratic error a linear model sees the data only through mean and covariance S: E‖x - ABx‖² = tr S - 2
 * tr(ABS) + tr(AᵀA·BSBᵀ). Loss and gradient here are those of the whole data set, at the cost of one; a network of DL4J
 * layers on the data, or on any R with RᵀR/rows = S, has the same ones.
 *
 * <p>Start at {@link org.vae4j.baseline.linear.LinearAutoencoderLoss}; {@link org.vae4j.baseline.linear.SubspaceReport}
 * compares a result with PCA. Imports {@code baseline} and {@code math}.
 */
package org.vae4j.baseline.linear;
