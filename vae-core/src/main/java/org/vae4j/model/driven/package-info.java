/**
 * The layers and vertices that are told something before a pass: which noise they draw, and whether it trains or
 * evaluates.
 *
 * <p>Start at {@link org.vae4j.model.driven.GraphNoise}. Imports {@code model.foreign} and {@code model.plan}.
 */
package org.vae4j.model.driven;
