/** Terms that look at each stochastic layer of a hierarchy. Imports {@code latent} and {@code objective}. */
package org.vae4j.objective.level;
