/**
 * The aggregate posterior q(z), the mean of q(z|x) over examples, and what follows from it: mutual information, active
 * units, the distance from the prior.
 *
 * <p>Start at {@link org.vae4j.eval.aggregate.PosteriorDiagnostics}. Imports {@code eval}.
 */
package org.vae4j.eval.aggregate;
