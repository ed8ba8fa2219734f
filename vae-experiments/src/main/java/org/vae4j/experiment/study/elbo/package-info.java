/**
 * The decomposition of the evidence, {@code log p(x) = KL(q || p(z|x)) + ELBO}, while q is being fitted.
 *
 * <p>Start at {@link org.vae4j.experiment.study.elbo.ElboFit}. Imports the exact models and {@code org.vae4j.info}.
 */
package org.vae4j.experiment.study.elbo;
