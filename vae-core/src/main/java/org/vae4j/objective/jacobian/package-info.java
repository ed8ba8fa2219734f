/**
 * What is measured of a network's Jacobians for an objective that reads their norms.
 *
 * <p>Start at {@link org.vae4j.objective.jacobian.Jacobian}. Imports nothing of the project.
 */
package org.vae4j.objective.jacobian;
