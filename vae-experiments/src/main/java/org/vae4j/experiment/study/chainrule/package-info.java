/**
 * The chain rule {@code p(x) = p(x_1) p(x_2|x_1) ...} as a density of binary images: exact, and why that does not help.
 *
 * <p>The study is {@link org.vae4j.experiment.study.chainrule.ChainRuleStudy}; start at
 * {@link org.vae4j.experiment.study.chainrule.ChainRule} for what it computes. Images are bit masks: pixel i is bit i.
 * Imports {@code org.vae4j.math} and {@code org.vae4j.info}, and the line images. Like the room of every study it
 * imports {@code study}, {@code study.runner} and {@code report} too.
 */
package org.vae4j.experiment.study.chainrule;
