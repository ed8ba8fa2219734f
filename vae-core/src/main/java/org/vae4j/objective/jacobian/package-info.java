/**
 * What is measured of a network for an objective that reads it: norms of Jacobians, and of the matrices of weights.
 *
 * <p>Start at {@link org.vae4j.objective.jacobian.Measured}. Imports nothing of the project.
 */
package org.vae4j.objective.jacobian;
