/**
 * Ways to make one value of the draws of an example beside the ELBO and the importance-weighted bound: each record is
 * one reducer. Start with {@link org.vae4j.objective.Reducer}, whose contract they keep. Imports {@code extension},
 * {@code latent} and {@code objective}.
 */
package org.vae4j.objective.reducer;
