/**
 * Hierarchies of stochastic layers, one class per kind. Start at {@link org.vae4j.network.hierarchy.Hierarchy}. Imports
 * {@code extension}, {@code latent}, {@code layers} and {@code network}.
 */
package org.vae4j.network.hierarchy;
