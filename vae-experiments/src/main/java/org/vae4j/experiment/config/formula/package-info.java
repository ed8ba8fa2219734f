/**
 * The notation of a configuration's model: its formulas and the names of its parts, for headers and captions.
 *
 * <p>Start at {@link org.vae4j.experiment.config.formula.ObjectiveFormula}. Imports {@code config.section} and {@code
 * config.binding}.
 */
package org.vae4j.experiment.config.formula;
