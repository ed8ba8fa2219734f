package org.vae4j.network.hierarchy;

import java.io.Serializable;
import java.util.List;
import org.vae4j.extension.Extension;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;

/**
 * A kind of hierarchy of stochastic layers z_1 to z_L, of which z_1 is next to the data: the networks of its posterior
 * and its prior. One vertex holds all outputs of the encoder, and all layers are drawn behind it.
 *
 * <p>In all kinds, p(z) = p(z_L) Π p(z_l|z_(l+1)), where p(z_l|z_(l+1)) is a diagonal Gaussian whose parameters a
 * network computes from z_(l+1).
 */
public interface Hierarchy extends Extension, Serializable {

    /** {@return the layers above z_1, from z_2 on; empty for a model of one layer} */
    List<Level> levels();

    /** {@return the direction in which the posterior factorises} */
    Direction direction();

    /**
     * Adds the networks that read the example but no draw, and registers their outputs for the draws.
     *
     * @param recognition the encoder so far: the blocks of {@code model.encoder}
     */
    void encode(Recognition recognition);

    /**
     * Adds the draws of all layers, with their posteriors, and the priors of all layers but the last.
     *
     * @param draws takes the draws and priors
     */
    void draw(LevelDraws draws);

    /**
     * Adds the vertices between the draws and the decoder's blocks.
     *
     * @param draws the draws of all layers
     * @return the input of the decoder: z_1 alone unless overridden
     */
    default Code decoderInput(LevelDraws draws) {
        return draws.partOfZ("decoder-z-1", 1);
    }
}
