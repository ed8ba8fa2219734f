package org.vae4j.latent.prior;

import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.EncodedPrior;
import org.vae4j.math.GaussianNoise;

/**
 * The mixture of the posteriors of K pseudo-inputs, p(z) = 1/K Σ q(z|u_k) (Tomczak and Welling 2018, "VAE with a
 * VampPrior", eq. 9). Pseudo-inputs are examples that are learned with the model and go through its encoder; what comes
 * out are the mixture's components, [μ | log σ²] {@code [K, 2 · latent]}. Where the pseudo-inputs are all examples,
 * p(z) is the aggregate posterior q(z).
 *
 * <p>As published (recalled, not read again): 500 pseudo-inputs, drawn from N(0.05, 0.01²) or beginning at training
 * examples, and clamped to [0, 1].
 *
 * @param components K, ≥ 1
 * @param start where pseudo-inputs begin
 * @param mean of the pseudo-inputs that begin at noise, before they are squashed
 * @param deviation standard deviation of what is drawn, also of the noise that is added to training examples, ≥ 0:
 *     examples at 0 or 1 would have no gradient behind a clamp
 * @param squash what makes examples of learned numbers
 */
public record VampPrior(int components, Start start, double mean, double deviation, Squash squash)
        implements EncodedPrior {

    /** Where pseudo-inputs begin. */
    public enum Start {
        /** Pseudo-inputs begin at draws from a Gaussian. */
        NOISE,
        /** Pseudo-inputs begin at training examples, to which noise is added. */
        DATA
    }

    /** What makes examples of learned numbers. */
    public enum Squash {
        /** u = min(max(w, 0), 1), for examples in [0, 1]. */
        CLAMP(Nonlinearity.UNIT_CLAMP),
        /** u = 1 / (1 + e^-w), for examples in [0, 1]. */
        SIGMOID(Nonlinearity.SIGMOID),
        /** u = w, for examples of any values. */
        NONE(Nonlinearity.IDENTITY);

        /** How near to 0 and 1 a value of a sigmoid is sought. */
        private static final double EDGE = 0.01;

        private final Nonlinearity function;

        Squash(Nonlinearity function) {
            this.function = function;
        }

        /** The number that becomes a value of an example; the nearest one that is finite. */
        double inverse(double value) {
            double inside = Math.min(Math.max(value, EDGE), 1 - EDGE);
            return this == SIGMOID ? Math.log(inside / (1 - inside)) : value;
        }
    }

    /** The published one: 500 components from N(0.05, 0.01²), clamped. */
    public VampPrior() {
        this(500, Start.NOISE, 0.05, 0.01, Squash.CLAMP);
    }

    public VampPrior {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(squash, "squash");
        if (components < 1) {
            throw new IllegalArgumentException("found components = " + components + ", expected a number >= 1");
        }
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("found mean = " + mean + ", expected a number");
        }
        if (!(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("found deviation = " + deviation + ", expected a number >= 0");
        }
    }

    @Override
    public String name() {
        return "vamp";
    }

    @Override
    public Nonlinearity squashing() {
        return squash.function;
    }

    @Override
    public boolean beginsAtData() {
        return start == Start.DATA;
    }

    @Override
    public Parameters parameters(int latent) {
        return new Parameters(components, 2 * latent);
    }

    /**
     * The numbers that pseudo-inputs are squashed from; for a start at data only the noise, to which the data are
     * added.
     */
    @Override
    public void initialise(Columns pseudoInputs, int latent, long seed) {
        double[] values = pseudoInputs.values();
        double[] noise = GaussianNoise.draw(seed, values.length);
        double centre = beginsAtData() ? 0 : mean;
        for (int i = 0; i < values.length; i++) {
            values[i] = centre + deviation * noise[i];
        }
    }

    @Override
    public void beginAt(Columns examples, long seed) {
        double[] values = examples.values();
        double[] noise = GaussianNoise.draw(seed, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = squash.inverse(values[i]) + deviation * noise[i];
        }
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        GaussianMixture.addLogDensity(z, parameters, logDensity);
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        GaussianMixture.addLogDensityGradient(z, parameters, weights);
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        GaussianMixture.sample(parameters, seed, z);
    }
}
