/** Distributions from which the weights of a block are drawn; class names here are in saved models. */
package org.vae4j.network.init;
