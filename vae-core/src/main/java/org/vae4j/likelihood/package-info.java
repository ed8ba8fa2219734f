/**
 * p(x|z): what the decoder's output means and how probable it makes an example.
 *
 * <p>Start at {@link org.vae4j.likelihood.Likelihood}. Imports {@code extension}, {@code kernel} and {@code math}.
 */
package org.vae4j.likelihood;
