/**
 * What values a likelihood is a measure of, and the check of a data set against it.
 */
package org.vae4j.likelihood.support;
