package org.vae4j.latent.manifold;

import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Space;

/**
 * A {@link WrappedNormal} in the Poincaré ball, given by [m | log σ²] {@code [rows, 2 · latent]}: the location is
 * μ = exp(m) for the tangent vector m at the origin, and a draw is z = μ ⊕ exp(σ ⊙ ε). Its divergence from a prior has
 * no closed form; draws estimate it.
 *
 * @param curvature c > 0 of the ball
 */
public record WrappedNormalPosterior(double curvature) implements PosteriorFamily {

    /** Creates the family in the ball of curvature -1. */
    public WrappedNormalPosterior() {
        this(1);
    }

    /** Checks the range. */
    public WrappedNormalPosterior {
        new PoincareBall(curvature);
    }

    @Override
    public String name() {
        return "wrapped_normal";
    }

    @Override
    public Space space() {
        return ball();
    }

    private PoincareBall ball() {
        return new PoincareBall(curvature);
    }

    @Override
    public int parameterCount(int latent) {
        return 2 * latent;
    }

    /** Copies successive columns of a row. */
    private static double[] row(double[] matrix, int rows, int row, int first, int count) {
        double[] values = new double[count];
        for (int j = 0; j < count; j++) {
            values[j] = matrix[(first + j) * rows + row];
        }
        return values;
    }

    private WrappedNormal distribution(double[] parameters, int rows, int row) {
        int size = parameters.length / rows / 2;
        return new WrappedNormal(ball(), row(parameters, rows, row, 0, size), row(parameters, rows, row, size, size));
    }

    private static void write(double[] values, double[] matrix, int rows, int row) {
        for (int j = 0; j < values.length; j++) {
            matrix[j * rows + row] = values[j];
        }
    }

    private static void add(WrappedNormal.Gradient gradient, double[] matrix, int rows, int row) {
        int size = gradient.tangent.length;
        for (int j = 0; j < size; j++) {
            matrix[j * rows + row] += gradient.tangent[j];
            matrix[(size + j) * rows + row] += gradient.logVar[j];
        }
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        int rows = z.rows();
        double[] p = kernels.values(parameters);
        double[] epsilon = kernels.values(noise);
        double[] result = new double[z.length()];
        for (int r = 0; r < rows; r++) {
            double[] point = distribution(p, rows, r).draw(row(epsilon, rows, r, 0, z.columns()));
            write(point, result, rows, r);
        }
        kernels.write(result, z);
    }

    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        int rows = zGradient.rows();
        int latent = zGradient.columns();
        double[] p = kernels.values(draw.parameters());
        double[] epsilon = kernels.values(draw.noise());
        double[] g = kernels.values(zGradient);
        double[] target = accumulate == Accumulate.YES
                ? kernels.values(parameterGradient)
                : new double[parameterGradient.length()];
        for (int r = 0; r < rows; r++) {
            WrappedNormal.Gradient gradient = new WrappedNormal.Gradient(latent);
            distribution(p, rows, r)
                    .addDrawGradient(row(epsilon, rows, r, 0, latent), row(g, rows, r, 0, latent), gradient);
            add(gradient, target, rows, r);
        }
        kernels.write(target, parameterGradient);
    }

    @Override
    public boolean movesWithNoise() {
        return true;
    }

    @Override
    public double[] noiseGradient(Kernels kernels, Draw draw, Matrix zGradient) {
        int rows = zGradient.rows();
        int latent = zGradient.columns();
        double[] p = kernels.values(draw.parameters());
        double[] epsilon = kernels.values(draw.noise());
        double[] g = kernels.values(zGradient);
        double[] target = new double[g.length];
        WrappedNormal.Gradient unused = new WrappedNormal.Gradient(latent);
        for (int r = 0; r < rows; r++) {
            double[] toNoise = distribution(p, rows, r)
                    .addDrawGradient(row(epsilon, rows, r, 0, latent), row(g, rows, r, 0, latent), unused);
            write(toNoise, target, rows, r);
        }
        return target;
    }

    /** μ. */
    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        int rows = location.rows();
        double[] p = kernels.values(parameters);
        double[] result = new double[location.length()];
        for (int r = 0; r < rows; r++) {
            write(distribution(p, rows, r).location(), result, rows, r);
        }
        kernels.write(result, location);
    }

    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        int rows = latent.rows();
        double[] p = latent.parameters().values();
        double[] z = latent.base().values();
        for (int r = 0; r < rows; r++) {
            logDensity[r] += distribution(p, rows, r).logDensity(row(z, rows, r, 0, latent.size()));
        }
    }

    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        int rows = latent.rows();
        double[] p = latent.parameters().values();
        double[] z = latent.base().values();
        for (int r = 0; r < rows; r++) {
            WrappedNormal.Gradient gradient = new WrappedNormal.Gradient(latent.size());
            double[] toZ = distribution(p, rows, r)
                    .addLogDensityGradient(row(z, rows, r, 0, latent.size()), direct[r], gradient);
            add(gradient, latent.parameters().gradient(), rows, r);
            for (int j = 0; j < toZ.length; j++) {
                latent.base().gradient()[j * rows + r] += path[r] * toZ[j];
            }
        }
    }
}
