/**
 * Extra steps of the encoder alone, against posterior collapse: their settings and their state. Start at {@link
 * org.vae4j.train.lagging.Lagging}.
 */
package org.vae4j.train.lagging;
