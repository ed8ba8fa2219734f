package org.vae4j.network.hierarchy;

import java.util.List;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;

/** A model with a single stochastic layer, without a hierarchy. */
public record None() implements Hierarchy {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<Level> levels() {
        return List.of();
    }

    @Override
    public Direction direction() {
        return Direction.TOP_DOWN;
    }

    @Override
    public void encode(Recognition recognition) {
        recognition.gaussian(1, recognition.code());
    }

    @Override
    public void draw(LevelDraws draws) {
        draws.draw(1, draws.encoded(1).vertex());
    }
}
