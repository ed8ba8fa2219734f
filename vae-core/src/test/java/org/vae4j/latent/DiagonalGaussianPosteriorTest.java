package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;

class DiagonalGaussianPosteriorTest extends PosteriorContract {

    @Override
    PosteriorFamily family() {
        return new DiagonalGaussianPosterior();
    }

    @Override
    double[] someParameters(Random random) {
        double[] parameters = new double[4];
        for (int j = 0; j < 2; j++) {
            parameters[j] = random.nextGaussian();
            parameters[2 + j] = 0.5 * random.nextGaussian() - 0.5;
        }
        return parameters;
    }

    @Test
    void aPosteriorThatIsThePriorHasNoDivergence() {
        LatentRows rows = new LatentRows(LatentPart.of(3, family(), priors()[0]), 2, 2);
        rows.closedKl().orElseThrow().evaluate(rows);
        assertThat(rows.kl().values()).containsOnly(0);
    }
}
