/**
 * Blocks that read points of a Poincaré ball: the first of a decoder whose latent lies there.
 *
 * <p>Start at {@link org.vae4j.network.ball.InBall}.
 */
package org.vae4j.network.ball;
