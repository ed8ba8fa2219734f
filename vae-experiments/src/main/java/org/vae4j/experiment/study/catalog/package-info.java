/**
 * The list of all studies, and the page of configuration keys that is made from it.
 *
 * <p>Start at {@link org.vae4j.experiment.study.catalog.Studies}. Imports the room of every study, {@code study} and {@code
 * study.runner}, and {@code config}.
 */
package org.vae4j.experiment.study.catalog;
