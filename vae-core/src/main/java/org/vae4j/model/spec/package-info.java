/**
 * What a model is made of, and the DL4J graph that is built from it.
 *
 * <p>Start at {@link org.vae4j.model.spec.ModelSpec}, then {@link org.vae4j.model.spec.GraphBuilder}. Imports
 * {@code model.compiled} and what lies below.
 */
package org.vae4j.model.spec;
