/**
 * The decomposition of the evidence, {@code log p(x) = KL(q || p(z|x)) + ELBO}, while q is being fitted.
 *
 * <p>The study is {@link org.vae4j.experiment.study.elbo.ElboIdentityStudy}; start at
 * {@link org.vae4j.experiment.study.elbo.ElboFit} for what it computes. Imports the exact models and
 * {@code org.vae4j.info}. Like the room of every study it imports {@code study}, {@code study.runner} and
 * {@code report} too.
 */
package org.vae4j.experiment.study.elbo;
