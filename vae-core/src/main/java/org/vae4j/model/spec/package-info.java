/**
 * Specifications of models, and the DL4J graphs that are built from them.
 *
 * <p>Start at {@link org.vae4j.model.spec.ModelSpec}, then {@link org.vae4j.model.spec.GraphBuilder}. Imports
 * {@code model.compiled} and what lies below.
 */
package org.vae4j.model.spec;
