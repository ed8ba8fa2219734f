package org.vae4j.network.hierarchy;

import java.io.Serializable;
import java.util.List;
import org.vae4j.extension.Extension;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;

/**
 * Stochastic layers above the first one, z_1, which is next to the data, and how inference and generation lead through
 * them. All that the encoder says of an example stands in one vertex, and all layers are drawn behind it.
 *
 * <p>In all kinds a layer's prior is a diagonal Gaussian whose parameters follow from the layer above it, p(z) = p(z_L)
 * Π p(z_l|z_(l+1)).
 */
public interface Hierarchy extends Extension, Serializable {

    /** {@return the layers above z_1, from z_2 on; without any the model has one layer} */
    List<Level> levels();

    /** {@return in which direction the posterior leads} */
    Direction direction();

    /**
     * Adds what the encoder computes of an example alone, and says which parts of it the draws need.
     *
     * @param recognition the encoder as it is so far: the blocks of {@code model.encoder}
     */
    void encode(Recognition recognition);

    /**
     * Adds the draws of all layers, with the posteriors that they are drawn from and the priors of all but the last.
     *
     * @param draws what they are added to
     */
    void draw(LevelDraws draws);

    /**
     * Adds what leads from the layers to the decoder's blocks.
     *
     * @param draws with all layers
     * @return what the decoder reads: z_1 alone unless overridden
     */
    default Code decoderInput(LevelDraws draws) {
        return draws.ofZ("decoder-z-1", 1);
    }
}
