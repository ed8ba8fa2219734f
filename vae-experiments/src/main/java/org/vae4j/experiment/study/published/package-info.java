/**
 * Settings of published experiments, each a study that trains exactly that. Start at {@link
 * org.vae4j.experiment.study.published.PublishedStudy}.
 */
package org.vae4j.experiment.study.published;
