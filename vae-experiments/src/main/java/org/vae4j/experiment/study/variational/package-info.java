/**
 * Fitting a diagonal Gaussian to a posterior in two dimensions that a grid can hold.
 *
 * <p>Start at {@link org.vae4j.experiment.study.variational.VariationalFit}. Imports the exact models and {@code
 * org.vae4j.dist}.
 */
package org.vae4j.experiment.study.variational;
