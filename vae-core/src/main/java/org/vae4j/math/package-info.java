/**
 * Plain numerics that everything else stands on: stable elementary functions, named random streams, shape checks.
 *
 * <p>Start at {@link org.vae4j.math.Streams} for randomness and at {@link org.vae4j.math.StableMath} for numbers.
 * Imports nothing of the project.
 */
package org.vae4j.math;
