package org.vae4j.network.hierarchy;

import java.util.List;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;
import org.vae4j.network.block.Dense;

/**
 * Stochastic layers that are inferred from the bottom up, q(z|x) = q(z_1|x) Π q(z_l|z_(l-1)), the network of Burda et
 * al. (2016, eq. 3). The model's encoder puts out the parameters of q(z_1|x), and a level's encoder those of
 * q(z_l|z_(l-1)) from the draw of the layer below. The decoder reads z_1.
 *
 * @param levels the layers above z_1
 */
public record BottomUp(List<Level> levels) implements Hierarchy {

    /** Copies the list. */
    public BottomUp {
        levels = List.copyOf(levels);
    }

    /** The prototype: the second layer of the two-layer network of Burda et al., for 100 dimensions of z_1. */
    public BottomUp() {
        this(List.of(new Level(50, List.of(new Dense(100), new Dense(100)), List.of(new Dense(100), new Dense(100)))));
    }

    @Override
    public String name() {
        return "bottom_up";
    }

    @Override
    public Direction direction() {
        return Direction.BOTTOM_UP;
    }

    @Override
    public void encode(Recognition recognition) {
        recognition.gaussian(1, recognition.code());
    }

    @Override
    public void draw(LevelDraws draws) {
        draws.draw(1, draws.encoded(1).vertex());
        for (int l = 2; l <= draws.count(); l++) {
            Code hidden = draws.blocks(
                    "encoder-z-" + l + "-",
                    "levels[" + (l - 2) + "].encoder",
                    levels.get(l - 2).encoder(),
                    draws.drawn(l - 1));
            draws.draw(l, draws.gaussian("posterior-of-z-" + l, l, hidden));
        }
        for (int l = draws.count() - 1; l >= 1; l--) {
            draws.addPrior(l);
        }
    }
}
