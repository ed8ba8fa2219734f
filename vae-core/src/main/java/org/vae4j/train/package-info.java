/**
 * Training: the loop, its callbacks with their reports, and the updater.
 *
 * <p>Start at {@link org.vae4j.train.Trainer}. Imports {@code model} and what lies below; knows nothing of
 * {@code eval}.
 */
package org.vae4j.train;
