package org.vae4j.eval.importance;

import org.vae4j.layers.NoisePosition;
import org.vae4j.model.LatentModel;
import org.vae4j.model.PosteriorDraws;

/**
 * Weights of draws that the network makes: one pass from the posteriors' parameters on, for any posterior and prior.
 */
public final class NetworkLogWeights implements LogWeights {

    private final PosteriorDraws posteriors;
    private final NoisePosition noise;

    public NetworkLogWeights(LatentModel model, Part part) {
        this.posteriors = model.posteriorDraws(part.x());
        this.noise = NoisePosition.evaluation(part.seed()).fromExample(part.first());
    }

    @Override
    public int examples() {
        return posteriors.examples();
    }

    @Override
    public double[] of(long firstDraw, int draws) {
        return posteriors.draw(noise.fromDraw(firstDraw), draws).logWeights();
    }
}
