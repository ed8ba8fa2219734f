/**
 * The list of all studies, and the page of configuration keys that is made from it.
 *
 * <p>Start at {@link org.vae4j.experiment.study.catalog.Studies}. Imports {@code study}, {@code study.runner}
 * and {@code config}; the studies themselves are found by their service file.
 */
package org.vae4j.experiment.study.catalog;
