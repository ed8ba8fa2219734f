package org.vae4j.latent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.Columns;
import org.vae4j.latent.prior.StandardNormalPrior;

class FlowInverseTest {

    /** The flow makes of a draw the noise that the draw was made of, step by step. */
    @Test
    void aDrawIsTheImageOfItsNoise() {
        FlowPrior flow = new FlowPrior(4, 5, 2);
        for (int latent : new int[] {2, 5}) {
            Columns parameters = new Columns(1, flow.parameters(latent).columns());
            Random random = new Random(3);
            Arrays.setAll(parameters.values(), i -> 0.7 * random.nextGaussian());
            Columns z = new Columns(6, latent);
            flow.sample(parameters, 17, z);
            Columns noise = new Columns(6, latent);
            new StandardNormalPrior().sample(new Columns(0, 0), 17, noise);
            assertThat(flow.base(z, parameters).values()).containsExactly(noise.values(), within(1e-11));
            assertThat(z.values()[0]).isNotCloseTo(noise.values()[0], within(1e-2));
        }
    }
}
