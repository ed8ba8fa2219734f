package org.vae4j.objective;

import java.util.Arrays;

/**
 * What an {@link Objective} reads and writes, for one batch of rows. Matrices are stored column by column: the value of
 * row r and latent dimension j is at j · rows + r. Several draws of an example are rows with one and the same posterior.
 *
 * <p>Mutable and reused from step to step, because it is filled in the innermost loop.
 */
public final class LatentBatch {

    private final int rows;
    private final int latent;
    private final int draws;

    final double[] negLogLikelihood;
    final double[] mean;
    final double[] logVar;
    final double[] z;

    final double[] objective;
    final double[] kl;
    final double[] klPerDimension;
    final double[] rowWeights;
    final double[] pathWeights;
    final double[] meanGradient;
    final double[] logVarGradient;
    final double[] zGradient;

    /**
     * Room for a batch with one row an example.
     *
     * @param rows number of rows, ≥ 1
     * @param latent latent dimensions; 0 for a deterministic autoencoder
     */
    public LatentBatch(int rows, int latent) {
        this(rows, latent, 1);
    }

    /**
     * Room for a batch with several draws an example: row s · examples + i is draw s of example i.
     *
     * @param rows number of rows, ≥ 1, a multiple of draws
     * @param latent latent dimensions; 0 for a deterministic autoencoder
     * @param draws rows of each example, ≥ 1
     */
    public LatentBatch(int rows, int latent, int draws) {
        this.rows = rows;
        this.draws = draws;
        this.latent = latent;
        negLogLikelihood = new double[rows];
        objective = new double[rows];
        kl = new double[rows];
        rowWeights = new double[rows];
        pathWeights = new double[rows];
        Arrays.fill(pathWeights, 1);
        klPerDimension = new double[latent];
        mean = new double[rows * latent];
        logVar = new double[rows * latent];
        z = new double[rows * latent];
        meanGradient = new double[rows * latent];
        logVarGradient = new double[rows * latent];
        zGradient = new double[rows * latent];
    }

    /** {@return number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return number of examples, rows / draws} */
    public int examples() {
        return rows / draws;
    }

    /** {@return rows of each example} */
    public int draws() {
        return draws;
    }

    /** {@return latent dimensions} */
    public int latent() {
        return latent;
    }

    /** {@return input: -log p(x|z) of each row, nats} */
    public double[] negLogLikelihood() {
        return negLogLikelihood;
    }

    /** {@return input: posterior means} */
    public double[] mean() {
        return mean;
    }

    /** {@return input: posterior log-variances} */
    public double[] logVar() {
        return logVar;
    }

    /** {@return input: latents} */
    public double[] z() {
        return z;
    }

    /** {@return output: the objective of each row, nats; what is minimised is its mean over the rows} */
    public double[] objective() {
        return objective;
    }

    /** {@return output: KL(q(z|x) ‖ p(z)) of each row, nats, whatever its weight in the objective} */
    public double[] kl() {
        return kl;
    }

    /** {@return output: the KL of each latent dimension, mean over the rows, nats} */
    public double[] klPerDimension() {
        return klPerDimension;
    }

    /**
     * {@return output: d/d negLogLikelihood of the sum over the examples of the mean of their draws' objective; so are the
     * gradients below}
     */
    public double[] rowWeights() {
        return rowWeights;
    }

    /**
     * {@return output: what the whole gradient with respect to a row's z is multiplied by on its way to the posterior, by a
     * {@code PathWeightVertex}; ones unless an objective sets them}
     */
    public double[] pathWeights() {
        return pathWeights;
    }

    /** {@return output: d objective / d mean} */
    public double[] meanGradient() {
        return meanGradient;
    }

    /** {@return output: d objective / d logVar} */
    public double[] logVarGradient() {
        return logVarGradient;
    }

    /** {@return output: d objective / d z other than by way of the likelihood} */
    public double[] zGradient() {
        return zGradient;
    }

    /** Gives the rows of the other draws, in every dimension, what those of the first have. */
    void repeatFirstDraw(double[] values) {
        int examples = examples();
        for (int start = 0; start < values.length; start += rows) {
            for (int r = examples; r < rows; r += examples) {
                System.arraycopy(values, start, values, start + r, examples);
            }
        }
    }
}
