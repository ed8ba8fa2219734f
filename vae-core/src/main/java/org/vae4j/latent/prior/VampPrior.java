package org.vae4j.latent.prior;

import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.EncodedPrior;
import org.vae4j.math.GaussianNoise;

/**
 * The mixture of the posteriors of K pseudo-inputs, p(z) = 1/K Σ q(z|u_k) (Tomczak and Welling 2018, "VAE with a
 * VampPrior", eq. 9). A pseudo-input u_k is an example that is learned with the model. The encoder maps them to the
 * components, rows [μ | log σ²] of {@code [K, 2 · latent]}, all of weight 1/K; {@link GaussianMixture} computes
 * densities and samples. If the pseudo-inputs are the training examples, p(z) is the aggregate posterior q(z).
 *
 * <p>The learned numbers are a matrix w without constraints, one row per pseudo-input, with u = squash(w).
 *
 * @param components K, ≥ 1
 * @param start the values with which pseudo-inputs begin
 * @param mean the mean of the draws of w for {@link Start#NOISE}
 * @param deviation the standard deviation of these draws, or of the noise that is added for {@link Start#DATA}, ≥ 0
 * @param squash the function from w to u
 */
public record VampPrior(int components, Start start, double mean, double deviation, Squash squash)
        implements EncodedPrior {

    /** The values with which pseudo-inputs begin. */
    public enum Start {
        /** Pseudo-inputs begin at draws from a Gaussian. */
        NOISE,
        /** Pseudo-inputs begin at training examples, to which noise is added. */
        DATA
    }

    /** The function from a learned number w to a value u of a pseudo-input. */
    public enum Squash {
        /** u = min(max(w, 0), 1), for examples in [0, 1]. */
        CLAMP(Nonlinearity.UNIT_CLAMP),
        /** u = 1 / (1 + e^-w), for examples in [0, 1]. */
        SIGMOID(Nonlinearity.SIGMOID) {
            /** The logit of the clamped value: it is infinite at 0 and 1, near which a sigmoid hardly learns. */
            @Override
            double inverse(double value) {
                double clamped = Math.min(Math.max(value, LOGIT_MARGIN), 1 - LOGIT_MARGIN);
                return Math.log(clamped / (1 - clamped));
            }
        },
        /** u = w, for examples of any values. */
        NONE(Nonlinearity.IDENTITY);

        /** Values of examples are clamped to [margin, 1 - margin] before their logit is taken. */
        private static final double LOGIT_MARGIN = 0.01;

        private final Nonlinearity function;

        Squash(Nonlinearity function) {
            this.function = function;
        }

        /** A w whose u is the given value, or near it. */
        double inverse(double value) {
            return value;
        }
    }

    /** Creates the published prior: 500 pseudo-inputs from N(0.05, 0.01²), clamped (from memory, not checked). */
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
     * Draws w around the mean, or around 0 for {@link Start#DATA}, whose pseudo-inputs are noise until {@link #beginAt}
     * replaces them.
     */
    @Override
    public void initialise(Columns w, int latent, long seed) {
        double[] values = w.values();
        double[] noise = GaussianNoise.draw(seed, values.length);
        double centre = beginsAtData() ? 0 : mean;
        for (int i = 0; i < values.length; i++) {
            values[i] = centre + deviation * noise[i];
        }
    }

    /** Replaces examples by their inverse under the squash, plus noise. */
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
