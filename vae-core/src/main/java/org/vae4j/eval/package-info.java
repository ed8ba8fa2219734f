/**
 * Evaluations: the quality of a trained model in numbers.
 *
 * <p>Start at {@link org.vae4j.eval.ElboEvaluation}, and for log p(x) at
 * {@link org.vae4j.eval.importance.ImportanceSampling}. Imports {@code model} and what lies below; knows nothing of
 * {@code train}.
 */
package org.vae4j.eval;
