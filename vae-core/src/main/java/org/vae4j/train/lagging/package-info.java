/**
 * Encoders that are let catch up with their decoder: how long a row of their own steps is, and when it ends. Start at
 * {@link org.vae4j.train.lagging.Lagging}.
 */
package org.vae4j.train.lagging;
