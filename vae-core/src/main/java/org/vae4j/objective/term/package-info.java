/**
 * Terms that can be added to a bound: each record is one. Start with {@link org.vae4j.objective.Term}, whose contract
 * they keep. Imports {@code extension}, {@code math}, {@code latent}, {@code schedule} and {@code objective}.
 */
package org.vae4j.objective.term;
