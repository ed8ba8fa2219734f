/**
 * Compiled networks: the buffers and the passes that run a plan.
 *
 * <p>Start at {@link org.vae4j.model.compiled.CompiledGraph}. Imports {@code model.driven}, {@code model.plan} and
 * {@code model.weights}.
 */
package org.vae4j.model.compiled;
