package org.vae4j.baseline.linear;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.SymmetricEigen;
import org.vae4j.math.Doubles;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.math.descent.Lbfgs;

/**
 * The tied linear autoencoder x̂ = UUᵀx with UᵀU = I at every step: gradient descent on the Stiefel manifold.
 *
 * <p>Each step goes along the Riemannian gradient (I - UUᵀ)SU and back to the manifold by the polar factor; its length
 * is that of Barzilai and Borwein, as in Wen and Yin 2013 ("A feasible method for optimization with orthogonality
 * constraints", section 4). The loss is the same for U and UR with any rotation R, and no step turns U within its own
 * span, so the columns stay the arbitrary basis that they began as.
 */
public final class OrthonormalAutoencoder {

    private final INDArray directions;
    private final double error;
    private final double gradientNorm;
    private final int iterations;
    private final boolean converged;

    private OrthonormalAutoencoder(
            INDArray directions, double error, double gradientNorm, int iterations, boolean converged) {
        this.directions = directions;
        this.error = error;
        this.gradientNorm = gradientNorm;
        this.iterations = iterations;
        this.converged = converged;
    }

    /**
     * Trains an orthonormal autoencoder.
     *
     * @param data mean and covariance; the model is centred at its mean
     * @param p latent dimensions, 1 to d
     * @param config when to stop; it remembers one step whatever the memory
     * @param seed the seed of the first U
     * @param listener is told every iteration, with U column by column
     * @return where it ended
     */
    public static OrthonormalAutoencoder fit(
            Covariance data, int p, Lbfgs.Config config, long seed, Lbfgs.Listener listener) {
        int d = data.features();
        INDArray s = data.matrix();
        double total = data.totalVariance();
        INDArray u =
                polar(Nd4j.create(GaussianNoise.draw(Streams.derive(seed, "init"), d * p), new long[] {d, p}, 'f'));
        INDArray su = Doubles.product(s, u);
        INDArray gradient = gradient(u, su);
        double length = 1 / Math.max(total, Double.MIN_NORMAL);
        int iteration = 0;
        while (true) {
            double error = total - u.mul(su).sumNumber().doubleValue();
            double norm = gradient.norm2Number().doubleValue();
            listener.iteration(iteration, Doubles.values(u), error, norm);
            boolean converged = norm <= config.gradientTolerance() * Math.max(1, Math.sqrt(p));
            if (converged || iteration == config.maxIterations()) {
                return new OrthonormalAutoencoder(u, error, norm, iteration, converged);
            }
            INDArray next = polar(u.sub(gradient.mul(length)));
            su = Doubles.product(s, next);
            INDArray nextGradient = gradient(next, su);
            INDArray step = next.sub(u);
            INDArray change = nextGradient.sub(gradient);
            length = stepLength(iteration, step, change, length);
            u = next;
            gradient = nextGradient;
            iteration++;
        }
    }

    /** -2 (I - UUᵀ)SU, twice projected so that nothing of U itself is left near the optimum. */
    private static INDArray gradient(INDArray u, INDArray su) {
        INDArray projected = su.dup('f');
        for (int pass = 0; pass < 2; pass++) {
            Nd4j.gemm(u, Doubles.transposedTimes(u, projected), projected, false, false, -1, 1);
        }
        return projected.muli(-2);
    }

    /** Long and short lengths by turns. */
    private static double stepLength(int iteration, INDArray step, INDArray change, double last) {
        double along = Math.abs(step.mul(change).sumNumber().doubleValue());
        double length = iteration % 2 == 0
                ? step.mul(step).sumNumber().doubleValue() / along
                : along / change.mul(change).sumNumber().doubleValue();
        return length > 0 && Double.isFinite(length) ? length : last;
    }

    /** The closest matrix of orthonormal columns, Y(YᵀY)^-½. */
    private static INDArray polar(INDArray y) {
        INDArray q = y;
        // The second pass mends the rounding of the first, which a far start makes large.
        for (int pass = 0; pass < 2; pass++) {
            INDArray gram = Doubles.transposedTimes(q, q);
            INDArray inverseRoot = SymmetricEigen.of(gram).function(v -> 1 / Math.sqrt(v));
            q = Doubles.product(q, inverseRoot);
        }
        return q.castTo(DataType.DOUBLE);
    }

    /** {@return U, {@code [d, p]}, DOUBLE, a copy} */
    public INDArray directions() {
        return directions.dup('f');
    }

    /** {@return E‖x - x̂‖²} */
    public double reconstructionError() {
        return error;
    }

    /** {@return ‖Riemannian gradient‖} */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** {@return steps taken} */
    public int iterations() {
        return iterations;
    }

    /** {@return whether the gradient is as small as asked for} */
    public boolean converged() {
        return converged;
    }
}
