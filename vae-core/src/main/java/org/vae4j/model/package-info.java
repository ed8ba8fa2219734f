/**
 * Whole models and their operations: encoding, decoding, sampling, the ELBO, and files.
 *
 * <p>Start at {@link org.vae4j.model.LatentModel}; {@link org.vae4j.model.spec.ModelSpec} says what is built,
 * {@link org.vae4j.model.compiled.CompiledGraph} is what makes it fast. Imports {@code layers} and what lies below.
 */
package org.vae4j.model;
