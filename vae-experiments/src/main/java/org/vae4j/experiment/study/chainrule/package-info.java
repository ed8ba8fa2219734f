/**
 * The chain rule {@code p(x) = p(x_1) p(x_2|x_1) ...} as a density of binary images: exact, and why that does not help.
 *
 * <p>Start at {@link org.vae4j.experiment.study.chainrule.ChainRule}. Images are bit masks: pixel i is bit i. Imports
 * {@code org.vae4j.math} and {@code org.vae4j.info}, and the line images.
 */
package org.vae4j.experiment.study.chainrule;
