/**
 * Linear autoencoders, trained full-batch in double on the second moments of the data, so that they can be compared
 * with PCA to many digits.
 *
 * <p>The quadratic error of a linear model depends on the data through mean and covariance S alone: E‖x - ABx‖² = tr S
 * - 2 tr(ABS) + tr(AᵀA·BSBᵀ). Loss and gradient of the whole data set cost no more than those of a few examples. A
 *   network of DL4J layers has the same loss and gradient on the data, and on any R with RᵀR/rows = S.
 *
 * <p>Start at {@link org.vae4j.baseline.linear.LinearAutoencoderLoss}; {@link org.vae4j.baseline.linear.SubspaceReport}
 * compares a result with PCA. Imports {@code baseline} and {@code math}.
 */
package org.vae4j.baseline.linear;
