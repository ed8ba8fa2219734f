package mymodels;

import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/** Independent Laplace latents, log p(z) = -Σ |z| + log 2: most of them near 0, a few far from it. */
public record LaplacePrior() implements Prior {

    @Override
    public String name() {
        return "laplace";
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        double[] values = z.values();
        for (int i = 0; i < values.length; i++) {
            logDensity[i % z.rows()] -= Math.abs(values[i]) + Math.log(2);
        }
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        double[] values = z.values();
        for (int i = 0; i < values.length; i++) {
            z.gradient()[i] -= weights[i % z.rows()] * Math.signum(values[i]);
        }
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        double[] uniform = ExampleNoise.uniform(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        for (int i = 0; i < uniform.length; i++) {
            double side = uniform[i] < 0.5 ? -1 : 1;
            double tail = Math.max(Double.MIN_NORMAL, 1 - Math.abs(2 * uniform[i] - 1));
            z.values()[i] = -side * Math.log(tail);
        }
    }
}
