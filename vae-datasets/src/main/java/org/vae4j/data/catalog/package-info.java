/**
 * Every data set by name.
 *
 * <p>Start at {@link org.vae4j.data.catalog.Datasets}. May import all other data packages.
 */
package org.vae4j.data.catalog;
