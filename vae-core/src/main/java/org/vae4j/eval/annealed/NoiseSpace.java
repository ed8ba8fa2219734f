package org.vae4j.eval.annealed;

import java.util.Arrays;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.model.PosteriorDraws;

/**
 * A space whose start is the encoder's posterior, of any family, with or without transforms, and with any number of
 * stochastic layers. u is the noise ε ~ N(0, I) from which z is drawn, and the ratio is the logarithm of the importance
 * weight of the draw, whose exponential has the mean p(x) under the start. Instances are not safe for use by several
 * threads.
 */
final class NoiseSpace implements ChainSpace {

    private final PosteriorDraws posteriors;
    private final NoiseRows numbers;
    private final int dimensions;

    NoiseSpace(PosteriorDraws posteriors, NoiseRows numbers) {
        this.posteriors = posteriors;
        this.numbers = numbers;
        this.dimensions = posteriors.noiseCount();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public void drawStart(long seed, double[] u) {
        ExampleNoise.normal(seed, numbers, dimensions, u);
    }

    @Override
    public void evaluate(ChainPlace place) {
        posteriors.logWeights(place.u, place.ratio, place.slope);
        int rows = place.start.length;
        Arrays.fill(place.start, 0);
        for (int i = 0; i < place.u.length; i++) {
            place.start[i % rows] -= 0.5 * place.u[i] * place.u[i];
            place.startSlope[i] = -place.u[i];
        }
    }
}
