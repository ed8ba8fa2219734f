package org.vae4j.latent.prior;

import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;

/** p(z) = N(0, I): log p(z) = -½ Σ (z² + log 2π). It has no parameters. */
public record StandardNormalPrior() implements Prior {

    @Override
    public String name() {
        return "standard_normal";
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        double[] values = z.values();
        for (int i = 0; i < values.length; i++) {
            logDensity[i % z.rows()] -= 0.5 * values[i] * values[i] + StableMath.HALF_LOG_TWO_PI;
        }
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        double[] values = z.values();
        double[] gradient = z.gradient();
        for (int i = 0; i < values.length; i++) {
            gradient[i] -= weights[i % z.rows()] * values[i];
        }
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        System.arraycopy(noise, 0, z.values(), 0, noise.length);
    }
}
