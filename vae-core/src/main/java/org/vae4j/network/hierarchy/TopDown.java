package org.vae4j.network.hierarchy;

import java.util.Collections;
import java.util.List;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.block.GatedDense;
import org.vae4j.network.init.OfNetwork;

/**
 * Stochastic layers that are inferred from the top down, q(z|x) = q(z_L|x) Π q(z_l|x, z_(l+1)), with a decoder that
 * reads all of them: the two-level network of Tomczak and Welling (2018), for any number of levels.
 *
 * <p>Each layer has its own encoder, which reads x; {@code model.encoder} is that of z_1. For all layers but the last,
 * the {@code branch} blocks read the draw of the layer above, their output is joined to the encoder's, and the
 * {@code joint} blocks and a linear head make the layer's Gaussian of both. The decoder reads all layers, each through
 * its own {@code branch} blocks.
 *
 * @param levels the layers above z_1
 * @param branch blocks between a draw and the join that reads it; may be empty
 * @param joint blocks between a join and the head of a Gaussian; may be empty
 */
public record TopDown(List<Level> levels, List<BlockSpec> branch, List<BlockSpec> joint) implements Hierarchy {

    /** Copies the lists. */
    public TopDown {
        levels = List.copyOf(levels);
        branch = List.copyOf(branch);
        joint = List.copyOf(joint);
    }

    /** The prototype: the second level of the published network. */
    public TopDown() {
        this(List.of(new Level(40, gated(2), gated(2))), gated(1), gated(1));
    }

    /** Layers of the published network. */
    private static List<BlockSpec> gated(int count) {
        int units = 300;
        return Collections.nCopies(count, new GatedDense(units, Activation.IDENTITY, new OfNetwork()));
    }

    @Override
    public String name() {
        return "top_down";
    }

    @Override
    public Direction direction() {
        return Direction.TOP_DOWN;
    }

    /** Adds the Gaussian of the last layer first, where a prior that is a mixture of posteriors reads it. */
    @Override
    public void encode(Recognition recognition) {
        int last = recognition.sizes().size();
        for (int l = last; l >= 1; l--) {
            Code code = l == 1
                    ? recognition.code()
                    : recognition.blocks(l, levels.get(l - 2).encoder(), recognition.data());
            if (l == last) {
                recognition.gaussian(l, code);
            } else {
                recognition.context(l, code);
            }
        }
    }

    @Override
    public void draw(LevelDraws draws) {
        int last = draws.count();
        draws.draw(last, draws.encoded(last).vertex());
        for (int l = last - 1; l >= 1; l--) {
            draws.addPrior(l);
            Code above = draws.copy("encoder-above-z-" + l, draws.drawn(l + 1));
            Code hidden = draws.blocks("encoder-branch-z-" + l + "-", "branch", branch, above);
            Code joined = draws.join("encoder-joined-z-" + l, draws.encoded(l), hidden);
            Code joint = draws.blocks("encoder-joint-z-" + l + "-", "joint", this.joint, joined);
            draws.draw(l, draws.gaussian("posterior-of-z-" + l, l, joint));
        }
    }

    @Override
    public Code decoderInput(LevelDraws draws) {
        if (draws.count() == 1) {
            return Hierarchy.super.decoderInput(draws);
        }
        Code[] parts = new Code[draws.count()];
        for (int l = 1; l <= parts.length; l++) {
            parts[l - 1] = draws.blocks(
                    "decoder-branch-z-" + l + "-", "branch", branch, draws.partOfZ("decoder-part-z-" + l, l));
        }
        return draws.join("decoder-joined", parts);
    }
}
