package org.vae4j.latent.hamiltonian;

/**
 * The way of some latents by {@link Leapfrogs}, and the backward pass through it.
 *
 * <p>What it leaves of the density: the pair (z₀, ρ₀) is mapped to (z_K, ρ_K) with a volume that changes by √β₀ in each
 * dimension, so that p(x, z_K) N(ρ_K; 0, I) β₀^(n/2) / (q(z₀|x) N(ρ₀; 0, I/β₀)) is an unbiased estimate of p(x). With
 * ρ₀ = γ / √β₀ the powers of β₀ cancel, and beside the densities of z there remains N(ρ_K; 0, I) / N(γ; 0, I).
 */
public final class LeapfrogPath {

    private final Leapfrogs leapfrogs;
    private final Target target;
    private final Start start;
    private final double beginning;
    private final double[] sizes;
    /** z_k and the slope there, k from 0 to K. */
    private final double[][] z;

    private final double[][] slopes;
    /** ρ̃ of step k and ρ' before its tempering, k from 1 to K. */
    private final double[][] middle;

    private final double[][] end;

    /**
     * Where leapfrogs begin.
     *
     * @param z {@code rows · latent} values, column by column
     * @param noise γ ~ N(0, 1), as many
     * @param parameters what is learned: see {@link Leapfrogs#parameterCount}
     * @param rows number of rows
     */
    public record Start(double[] z, double[] noise, double[] parameters, int rows) {}

    /**
     * Gradients with respect to where leapfrogs began.
     *
     * @param z {@code rows · latent} values
     * @param parameters as many as are learned, summed over the rows
     */
    public record Gradient(double[] z, double[] parameters) {}

    /**
     * Takes all steps.
     *
     * @param leapfrogs their number and sizes
     * @param target log p(x, z)
     * @param start where they begin
     */
    public LeapfrogPath(Leapfrogs leapfrogs, Target target, Start start) {
        this.leapfrogs = leapfrogs;
        this.target = target;
        this.start = start;
        this.beginning = leapfrogs.beginning(start.parameters);
        int length = leapfrogs.length();
        int values = start.z.length;
        this.sizes = new double[values];
        for (int i = 0; i < values; i++) {
            sizes[i] = leapfrogs.size(start.parameters, i / start.rows);
        }
        this.z = new double[length + 1][];
        this.slopes = new double[length + 1][];
        this.middle = new double[length + 1][values];
        this.end = new double[length + 1][values];
        follow();
    }

    private void follow() {
        z[0] = start.z;
        slopes[0] = target.slope(z[0]);
        for (int k = 1; k < z.length; k++) {
            z[k] = new double[start.z.length];
            for (int i = 0; i < z[k].length; i++) {
                middle[k][i] = momentum(k - 1, i) + 0.5 * sizes[i] * slopes[k - 1][i];
                z[k][i] = z[k - 1][i] + sizes[i] * middle[k][i];
            }
            slopes[k] = target.slope(z[k]);
            for (int i = 0; i < z[k].length; i++) {
                end[k][i] = middle[k][i] + 0.5 * sizes[i] * slopes[k][i];
            }
        }
    }

    /** ρ_k, behind the tempering. */
    private double momentum(int k, int i) {
        return k == 0 ? beginning * start.noise[i] : tempering(k) * end[k][i];
    }

    /** √(β_(k-1) / β_k). */
    private double tempering(int k) {
        return leapfrogs.inverseRoot(beginning, k) / leapfrogs.inverseRoot(beginning, k - 1);
    }

    /** {@return z_K, column by column; not a copy} */
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
     * Goes back. The target adds to the gradient of its own parameters.
     *
     * @param ofZ the gradient with respect to {@link #z()}
     * @param ofRatio the gradient with respect to {@link #logRatio()}, one value per row
     * @return the gradients with respect to where the path began
     */
    public Gradient backward(double[] ofZ, double[] ofRatio) {
        Return back = new Return(ofZ.clone(), momentum());
        for (int i = 0; i < back.momentum.length; i++) {
            back.momentum[i] *= -ofRatio[i % start.rows];
        }
        for (int k = leapfrogs.length(); k > 0; k--) {
            back.secondHalf(k);
            back.follow(k);
            back.firstHalf(k);
        }
        back.follow(0);
        return back.finish();
    }

    /** The gradients on the way back: with respect to z_k, to ρ_k and to the slope at z_k. */
    private final class Return {

        private final double[] ofZ;
        private final double[] momentum;
        private double[] ofSlope;
        private final double[] ofSizes;
        private double ofBeginning;

        private Return(double[] ofZ, double[] momentum) {
            this.ofZ = ofZ;
            this.momentum = momentum;
            this.ofSlope = new double[ofZ.length];
            this.ofSizes = new double[ofZ.length];
        }

        /** From ρ_k to ρ̃ of step k and to the slope at z_k. */
        private void secondHalf(int k) {
            double factor = tempering(k);
            double ofFactor = 0;
            for (int i = 0; i < momentum.length; i++) {
                ofFactor += momentum[i] * end[k][i];
                momentum[i] *= factor;
                ofSlope[i] += 0.5 * sizes[i] * momentum[i];
                ofSizes[i] += 0.5 * slopes[k][i] * momentum[i];
            }
            double below = leapfrogs.inverseRoot(beginning, k - 1);
            ofBeginning += ofFactor * (leapfrogs.share(k) - factor * leapfrogs.share(k - 1)) / below;
        }

        /** From the slope at z_k to z_k and to the target's parameters. */
        private void follow(int k) {
            double[] curvature = target.curvature(z[k], ofSlope);
            for (int i = 0; i < ofZ.length; i++) {
                ofZ[i] += curvature[i];
            }
        }

        /** From z_k and ρ̃ to z_(k-1), ρ_(k-1) and the slope at z_(k-1). */
        private void firstHalf(int k) {
            ofSlope = new double[ofZ.length];
            for (int i = 0; i < ofZ.length; i++) {
                momentum[i] += sizes[i] * ofZ[i];
                ofSlope[i] = 0.5 * sizes[i] * momentum[i];
                ofSizes[i] += middle[k][i] * ofZ[i] + 0.5 * slopes[k - 1][i] * momentum[i];
            }
        }

        private Gradient finish() {
            double[] parameters = new double[start.parameters.length];
            for (int i = 0; i < ofZ.length; i++) {
                int dimension = i / start.rows;
                parameters[dimension] += ofSizes[i] * leapfrogs.sizeSlope(start.parameters, dimension);
                ofBeginning += momentum[i] * start.noise[i];
            }
            if (leapfrogs.tempers()) {
                parameters[parameters.length - 1] = ofBeginning * leapfrogs.beginningSlope(start.parameters);
            }
            return new Gradient(ofZ, parameters);
        }
    }
}
