/**
 * The values of which a likelihood is a measure, and the check of a data set against it.
 */
package org.vae4j.likelihood.support;
