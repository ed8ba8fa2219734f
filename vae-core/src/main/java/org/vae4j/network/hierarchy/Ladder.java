package org.vae4j.network.hierarchy;

import java.util.List;
import java.util.stream.Stream;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;
import org.vae4j.layers.PrecisionMergeVertex;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.block.Dense;

/**
 * The ladder of Sønderby et al. (2016). A deterministic pass upwards computes d_1 = f(x) and d_l = f_l(d_(l-1)), each
 * with a head that puts out a Gaussian of layer l. On the way down, this Gaussian is multiplied by the prior
 * p(z_l|z_(l+1)) ({@link PrecisionMergeVertex}), which gives the posterior of z_l. A level's encoder is f_l; its
 * decoder serves inference and generation. The model's decoder reads z_1.
 *
 * @param levels the layers above z_1
 */
public record Ladder(List<Level> levels) implements Hierarchy {

    /** Copies the list. */
    public Ladder {
        levels = List.copyOf(levels);
    }

    /** The prototype: the layers above the first one of the published network of five. */
    public Ladder() {
        this(List.of(level(32, 256), level(16, 128), level(8, 64), level(4, 32)));
    }

    private static Level level(int latent, int units) {
        List<BlockSpec> two =
                Stream.<BlockSpec>of(new Dense(units), new Dense(units)).toList();
        return new Level(latent, two, two);
    }

    @Override
    public String name() {
        return "ladder";
    }

    @Override
    public Direction direction() {
        return Direction.TOP_DOWN;
    }

    /** Adds the Gaussian of the last layer first, where a prior that is a mixture of posteriors reads it. */
    @Override
    public void encode(Recognition recognition) {
        Code[] up = new Code[levels.size() + 1];
        up[0] = recognition.code();
        for (int l = 1; l < up.length; l++) {
            up[l] = recognition.blocks(l + 1, levels.get(l - 1).encoder(), up[l - 1]);
        }
        for (int l = up.length; l >= 1; l--) {
            recognition.gaussian(l, up[l - 1]);
        }
    }

    @Override
    public void draw(LevelDraws draws) {
        int last = draws.count();
        draws.draw(last, draws.encoded(last).vertex());
        for (int l = last - 1; l >= 1; l--) {
            String prior = draws.addPrior(l);
            String merged = draws.network()
                    .vertex(
                            "posterior-of-z-" + l,
                            new PrecisionMergeVertex(),
                            draws.encoded(l).vertex(),
                            prior);
            draws.draw(l, merged);
        }
    }
}
