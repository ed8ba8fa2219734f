/**
 * What a trained model is worth, in numbers.
 *
 * <p>Start at {@link org.vae4j.eval.ElboEvaluation}, and {@link org.vae4j.eval.ImportanceSampling} for log p(x).
 * Imports {@code model} and what lies below; knows nothing of {@code train}.
 */
package org.vae4j.eval;
