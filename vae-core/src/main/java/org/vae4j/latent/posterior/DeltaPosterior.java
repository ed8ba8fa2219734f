package org.vae4j.latent.posterior;

import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;

/**
 * The family of points: z is a function of x, as in a plain autoencoder. The encoder emits z itself, and there are no
 * other parameters. A point has no density, so it gives no bound on log p(x).
 */
public record DeltaPosterior() implements PosteriorFamily {

    @Override
    public String name() {
        return "delta";
    }

    @Override
    public int parameterCount(int latent) {
        return 0;
    }

    @Override
    public boolean hasDensity() {
        return false;
    }

    @Override
    public int noiseCount(int latent) {
        return 0;
    }

    /** Throws: the encoder puts out z itself. */
    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        throw noDraw();
    }

    /** Throws: the encoder puts out z itself. */
    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        throw noDraw();
    }

    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        kernels.copy(parameters, location);
    }

    /** Throws: a point has no density. */
    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        throw noDensity();
    }

    /** Throws: a point has no density. */
    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        throw noDensity();
    }

    private static UnsupportedOperationException noDraw() {
        return new UnsupportedOperationException(
                "found a draw from a deterministic code, expected none: read the code");
    }

    private static UnsupportedOperationException noDensity() {
        return new UnsupportedOperationException("found a deterministic code where a density of q(z|x) is needed,"
                + " expected a posterior that has one: set model.kind=vae");
    }
}
