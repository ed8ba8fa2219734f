package org.vae4j.latent.hamiltonian;

/**
 * The path of the rows of a latent under {@link Leapfrogs}, and the backward pass through it.
 *
 * <p>With R_k = 1/√β_k, τ_k = R_k / R_(k-1), step sizes ε, g(z) = ∇ log p(x, z) and ρ₀ = R₀ γ, step k from 1 to K is
 *
 * <pre>
 * halfway_k = ρ_(k-1) + ½ ε ⊙ g(z_(k-1));  z_k = z_(k-1) + ε ⊙ halfway_k
 * untempered_k = halfway_k + ½ ε ⊙ g(z_k);  ρ_k = τ_k untempered_k
 * </pre>
 *
 * <p>The map from (z₀, ρ₀) to (z_K, ρ_K) changes the volume by √β₀ in each of n dimensions, so that
 * p(x, z_K) N(ρ_K; 0, I) β₀^(n/2) / (q(z₀|x) N(ρ₀; 0, I/β₀)) is an unbiased estimate of p(x). With ρ₀ = γ / √β₀ the
 * powers of β₀ cancel, and N(ρ_K; 0, I) / N(γ; 0, I) remains beside the densities of z.
 *
 * <p>toX is the gradient with respect to X. All matrices are stored column by column, row r of dimension j at
 * j · rows + r.
 */
public final class LeapfrogPath {

    private final Leapfrogs leapfrogs;
    private final Target target;
    private final Start start;
    /** R₀. */
    private final double initialInverseRoot;
    /** ε of each value. */
    private final double[] stepSizes;
    /** z_k, k from 0 to K. */
    private final double[][] z;
    /** g(z_k), k from 0 to K. */
    private final double[][] slopes;
    /** halfway_k, k from 1 to K. */
    private final double[][] halfway;
    /** untempered_k, k from 1 to K. */
    private final double[][] untempered;

    /**
     * The start of a path. The arrays are not copied; they must not change while the path is in use.
     *
     * @param z z₀, {@code rows · latent} values, column by column
     * @param noise γ ~ N(0, I), as many values
     * @param parameters the learned numbers: see {@link Leapfrogs#parameterCount}
     * @param rows number of rows, ≥ 0
     */
    public record Start(double[] z, double[] noise, double[] parameters, int rows) {

        /** Compares the lengths. */
        public Start {
            if (rows < 0 || z.length % Math.max(rows, 1) != 0 || noise.length != z.length) {
                throw new IllegalArgumentException("found " + z.length + " latents and " + noise.length
                        + " numbers of noise for " + rows + " rows, expected equally many, the same for each row");
            }
        }
    }

    /**
     * Gradients with respect to the start of a path.
     *
     * @param z with respect to z₀, {@code rows · latent} values
     * @param parameters with respect to the learned numbers, summed over the rows
     */
    public record Gradient(double[] z, double[] parameters) {}

    /**
     * Takes all steps.
     *
     * @param leapfrogs number and sizes of the steps
     * @param target log p(x, z)
     * @param start the start of the path
     */
    public LeapfrogPath(Leapfrogs leapfrogs, Target target, Start start) {
        this.leapfrogs = leapfrogs;
        this.target = target;
        this.start = start;
        this.initialInverseRoot = leapfrogs.initialInverseRoot(start.parameters);
        int length = leapfrogs.length();
        int values = start.z.length;
        this.stepSizes = new double[values];
        for (int i = 0; i < values; i++) {
            stepSizes[i] = leapfrogs.stepSize(start.parameters, i / start.rows);
        }
        this.z = new double[length + 1][];
        this.slopes = new double[length + 1][];
        this.halfway = new double[length + 1][values];
        this.untempered = new double[length + 1][values];
        takeSteps();
    }

    private void takeSteps() {
        z[0] = start.z;
        slopes[0] = target.slope(z[0]);
        for (int k = 1; k < z.length; k++) {
            z[k] = new double[start.z.length];
            for (int i = 0; i < z[k].length; i++) {
                halfway[k][i] = momentum(k - 1, i) + 0.5 * stepSizes[i] * slopes[k - 1][i];
                z[k][i] = z[k - 1][i] + stepSizes[i] * halfway[k][i];
            }
            slopes[k] = target.slope(z[k]);
            for (int i = 0; i < z[k].length; i++) {
                untempered[k][i] = halfway[k][i] + 0.5 * stepSizes[i] * slopes[k][i];
            }
        }
    }

    /** Value i of ρ_k. */
    private double momentum(int k, int i) {
        return k == 0 ? initialInverseRoot * start.noise[i] : tempering(k) * untempered[k][i];
    }

    /** τ_k = √(β_(k-1) / β_k). */
    private double tempering(int k) {
        return leapfrogs.inverseRoot(initialInverseRoot, k) / leapfrogs.inverseRoot(initialInverseRoot, k - 1);
    }

    /** {@return z_K, column by column: the array itself, not a copy} */
    public double[] z() {
        return z[leapfrogs.length()];
    }

    /** {@return ρ_K, column by column} */
    public double[] momentum() {
        double[] momentum = new double[start.z.length];
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = momentum(leapfrogs.length(), i);
        }
        return momentum;
    }

    /** {@return log N(ρ_K; 0, I) - log N(γ; 0, I) of each row, nats} */
    public double[] logRatio() {
        double[] ratio = new double[start.rows];
        double[] last = momentum();
        for (int i = 0; i < last.length; i++) {
            ratio[i % ratio.length] += 0.5 * (start.noise[i] * start.noise[i] - last[i] * last[i]);
        }
        return ratio;
    }

    /**
     * The backward pass. The target adds to the gradient of its own parameters.
     *
     * @param toZ the gradient with respect to {@link #z()}
     * @param toRatio the gradient with respect to {@link #logRatio()}, one value per row
     * @return the gradients with respect to the start
     */
    public Gradient backward(double[] toZ, double[] toRatio) {
        double[] toMomentum = momentum();
        for (int i = 0; i < toMomentum.length; i++) {
            toMomentum[i] *= -toRatio[i % start.rows];
        }
        Backward backward = new Backward(toZ.clone(), toMomentum);
        for (int k = leapfrogs.length(); k > 0; k--) {
            backward.throughSecondHalf(k);
            backward.throughSlope(k);
            backward.throughFirstHalf(k);
        }
        backward.throughSlope(0);
        return backward.finish();
    }

    /** The gradients with respect to z_k, ρ_k and g(z_k), which every step of the backward pass overwrites. */
    private final class Backward {

        private final double[] toZ;
        private final double[] toMomentum;
        private double[] toSlope;
        private final double[] toStepSizes;
        private double toInitialInverseRoot;

        private Backward(double[] toZ, double[] toMomentum) {
            this.toZ = toZ;
            this.toMomentum = toMomentum;
            this.toSlope = new double[toZ.length];
            this.toStepSizes = new double[toZ.length];
        }

        /**
         * From ρ_k to halfway_k and g(z_k), and to R₀ by dτ_k/dR₀ = (s_k - τ_k s_(k-1)) / R_(k-1) with
         * s_k = dR_k/dR₀.
         */
        private void throughSecondHalf(int k) {
            double tempering = tempering(k);
            double toTempering = 0;
            for (int i = 0; i < toMomentum.length; i++) {
                toTempering += toMomentum[i] * untempered[k][i];
                toMomentum[i] *= tempering;
                toSlope[i] += 0.5 * stepSizes[i] * toMomentum[i];
                toStepSizes[i] += 0.5 * slopes[k][i] * toMomentum[i];
            }
            double previousInverseRoot = leapfrogs.inverseRoot(initialInverseRoot, k - 1);
            toInitialInverseRoot += toTempering
                    * (leapfrogs.initialShare(k) - tempering * leapfrogs.initialShare(k - 1))
                    / previousInverseRoot;
        }

        /** From g(z_k) to z_k and to the target's parameters. */
        private void throughSlope(int k) {
            double[] curvature = target.curvature(z[k], toSlope);
            for (int i = 0; i < toZ.length; i++) {
                toZ[i] += curvature[i];
            }
        }

        /** From z_k and halfway_k to z_(k-1), ρ_(k-1) and g(z_(k-1)). */
        private void throughFirstHalf(int k) {
            toSlope = new double[toZ.length];
            for (int i = 0; i < toZ.length; i++) {
                toMomentum[i] += stepSizes[i] * toZ[i];
                toSlope[i] = 0.5 * stepSizes[i] * toMomentum[i];
                toStepSizes[i] += halfway[k][i] * toZ[i] + 0.5 * slopes[k - 1][i] * toMomentum[i];
            }
        }

        /** From ε and R₀ to the learned numbers. */
        private Gradient finish() {
            double[] parameters = new double[start.parameters.length];
            for (int i = 0; i < toZ.length; i++) {
                int dimension = i / start.rows;
                parameters[dimension] += toStepSizes[i] * leapfrogs.stepSizeSlope(start.parameters, dimension);
                toInitialInverseRoot += toMomentum[i] * start.noise[i];
            }
            if (leapfrogs.tempers()) {
                parameters[parameters.length - 1] =
                        toInitialInverseRoot * leapfrogs.initialInverseRootSlope(start.parameters);
            }
            return new Gradient(toZ, parameters);
        }
    }
}
