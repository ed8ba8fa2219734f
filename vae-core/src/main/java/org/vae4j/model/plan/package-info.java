/**
 * The plan of a compiled network: its nodes in the order in which they run, their shapes, the gradients that each loss
 * needs, and the role of each vertex.
 *
 * <p>Start at {@link org.vae4j.model.plan.GraphCompiler} and {@link org.vae4j.model.plan.Roles}. Imports
 * {@code model.foreign}.
 */
package org.vae4j.model.plan;
