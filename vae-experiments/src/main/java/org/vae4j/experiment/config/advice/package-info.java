/**
 * Suggestions for a key, a value or a name that does not exist.
 *
 * <p>Start at {@link org.vae4j.experiment.config.advice.OtherNames}. Imports nothing else of this module.
 */
package org.vae4j.experiment.config.advice;
