/**
 * Minimisation of smooth functions whose gradient is known, by L-BFGS. Start at
 * {@link org.vae4j.math.descent.Lbfgs}. Imports {@code math}.
 */
package org.vae4j.math.descent;
