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
 * The tied linear autoencoder x̂ = UUᵀx with UᵀU = I at every step, trained by gradient descent on the Stiefel
 * manifold.
 *
 * <p>With the covariance S of the data, the loss is E‖x - x̂‖² = tr S - tr UᵀSU and its Riemannian gradient is
 * G = -2 (I - UUᵀ)SU. A step is U ← polar(U - t G) with the polar factor Y(YᵀY)^-½ of a matrix Y. Its length t is that
 * of Barzilai and Borwein, from the last step s and the change y of the gradient, in turns sᵀs / |sᵀy| and |sᵀy| / yᵀy
 * (Wen and Yin 2013, "A feasible method for optimization with orthogonality constraints", section 4).
 *
 * <p>The loss is the same for U and UR with any rotation R, and no step rotates U within its span, so the columns are
 * an arbitrary basis of the span.
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
     * @param config limits of the iteration; its memory is ignored
     * @param seed the seed of the first U
     * @param listener receives every iteration, with U column by column
     * @return the trained autoencoder, converged or not
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
            double error = total - dot(u, su);
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

    /** G = -2 (I - UUᵀ)SU. The second projection removes the part along U that rounding leaves near the optimum. */
    private static INDArray gradient(INDArray u, INDArray su) {
        INDArray projected = su.dup('f');
        for (int pass = 0; pass < 2; pass++) {
            Nd4j.gemm(u, Doubles.transposedTimes(u, projected), projected, false, false, -1, 1);
        }
        return projected.muli(-2);
    }

    /** The lengths of Barzilai and Borwein in turns; the last one where the quotient is not a positive number. */
    private static double stepLength(int iteration, INDArray step, INDArray change, double last) {
        double curvature = Math.abs(dot(step, change));
        double length = iteration % 2 == 0 ? dot(step, step) / curvature : curvature / dot(change, change);
        return length > 0 && Double.isFinite(length) ? length : last;
    }

    private static double dot(INDArray a, INDArray b) {
        return a.mul(b).sumNumber().doubleValue();
    }

    /** The closest matrix of orthonormal columns, Y(YᵀY)^-½. */
    private static INDArray polar(INDArray y) {
        INDArray q = y;
        // The second pass removes the rounding of the first, which is large far from the manifold.
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

    /** {@return the number of steps taken} */
    public int iterations() {
        return iterations;
    }

    /** {@return whether the gradient satisfies the tolerance} */
    public boolean converged() {
        return converged;
    }
}
