package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;

class MixtureOfGaussiansPriorTest extends PriorContract {

    @Override
    Prior prior() {
        return new MixtureOfGaussiansPrior(3);
    }

    /** Means within ±2 and log-variances around -0.5. */
    @Override
    void fill(Columns parameters, Random random) {
        for (int k = 0; k < parameters.rows(); k++) {
            for (int j = 0; j < 2; j++) {
                parameters.values()[parameters.at(k, j)] = 4 * random.nextDouble() - 2;
                parameters.values()[parameters.at(k, 2 + j)] = random.nextDouble() - 1;
            }
        }
    }

    @Test
    void oneComponentAtTheOriginIsTheStandardNormal() {
        Columns z = new Columns(4, 3);
        Random random = new Random(3);
        Arrays.setAll(z.values(), i -> random.nextGaussian());
        double[] mixture = new double[4];
        double[] standard = new double[4];
        new MixtureOfGaussiansPrior(1).addLogDensity(z, new Columns(1, 6), mixture);
        new StandardNormalPrior().addLogDensity(z, new Columns(0, 0), standard);
        assertThat(mixture).containsExactly(standard, within(1e-14));
    }

    /** 40 standard deviations away every density underflows; its logarithm does not. */
    @Test
    void doesNotUnderflow() {
        Columns z = new Columns(1, 1);
        z.values()[0] = 40;
        double[] logDensity = new double[1];
        new MixtureOfGaussiansPrior(2).addLogDensity(z, new Columns(2, 2), logDensity);
        assertThat(logDensity[0]).isCloseTo(-800 - 0.5 * Math.log(2 * Math.PI), within(1e-10));
    }
}
