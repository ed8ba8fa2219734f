/**
 * The plan of a compiled network: its nodes in the order in which they run, their shapes, which of them a loss reaches,
 * and the part that each vertex plays.
 *
 * <p>Start at {@link org.vae4j.model.plan.GraphCompiler} and {@link org.vae4j.model.plan.Roles}. Imports
 * {@code model.foreign}.
 */
package org.vae4j.model.plan;
