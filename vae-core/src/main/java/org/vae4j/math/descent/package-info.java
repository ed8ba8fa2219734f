/**
 * Minimisation of smooth functions whose gradient is known, by L-BFGS. Start at
 * {@link org.vae4j.math.descent.Lbfgs}. Imports nothing of the project.
 */
package org.vae4j.math.descent;
