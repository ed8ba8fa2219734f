/**
 * Measurements of a network for an objective that reads them: norms of Jacobians, and of the matrices of weights.
 *
 * <p>Start at {@link org.vae4j.objective.jacobian.Measured}. Imports nothing of the project.
 */
package org.vae4j.objective.jacobian;
