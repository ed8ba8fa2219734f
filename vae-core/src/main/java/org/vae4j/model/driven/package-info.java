/**
 * The settings that layers and vertices receive before a pass: the noise that they draw, and whether the pass trains or
 * evaluates.
 *
 * <p>Start at {@link org.vae4j.model.driven.GraphNoise}. Imports {@code model.foreign} and {@code model.plan}.
 */
package org.vae4j.model.driven;
