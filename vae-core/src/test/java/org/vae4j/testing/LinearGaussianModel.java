package org.vae4j.testing;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.LogSumExp;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.train.FlushingAdam;

/**
 * Models with the linear decoder p(x|z) = N(W z + b, σ² I), whose evidence and posterior are known.
 *
 * <p>For a prior Σ_k π_k N(m_k, S_k) the evidence is p(x) = Σ_k π_k N(x; W m_k + b, W S_k Wᵀ + σ² I). For the prior
 * N(0, I) the posterior is N(Σ Wᵀ(x − b)/σ², Σ) with the covariance Σ = (I + WᵀW/σ²)⁻¹, which is not diagonal.
 */
public final class LinearGaussianModel {

    /** Features of an example. */
    public static final int FEATURES = 5;

    /** Latent dimensions. */
    public static final int LATENT = 2;

    /** Standard deviation of the noise. */
    public static final double SIGMA = 0.7;

    private static final INDArray W =
            Nd4j.createFromArray(new double[][] {{1.2, 0.4}, {-0.3, 0.9}, {0.8, -0.7}, {0.1, 0.5}, {-0.6, 0.2}});
    private static final INDArray B = Nd4j.createFromArray(new double[][] {{0.3, -0.1, 0.2, 0, 0.5}});

    private LinearGaussianModel() {}

    /**
     * A model whose encoder's outputs are zero.
     *
     * @param posterior the family of q(z|x)
     * @param prior p(z)
     * @param draws latents per example
     * @return the model, in double precision
     */
    public static LatentModel of(PosteriorFamily posterior, Prior prior, int draws) {
        return unencoded(new LatentSpec(posterior, prior), draws);
    }

    /**
     * A model whose encoder's outputs are zero.
     *
     * @param latents posterior, transforms and prior
     * @param draws latents per example
     * @return the model, in double precision
     */
    public static LatentModel unencoded(LatentSpec latents, int draws) {
        LatentModel model = of(latents, draws);
        model.graph().getLayer("posterior").getParam("W").assign(0);
        model.graph().getLayer("posterior").getParam("b").assign(0);
        return model;
    }

    /**
     * A model with random weights in the encoder.
     *
     * @param latents posterior, transforms and prior
     * @param draws latents per example
     * @return the model, in double precision
     */
    public static LatentModel of(LatentSpec latents, int draws) {
        return of(latents, ComposedObjective.of(new ElboReducer()), draws);
    }

    /**
     * As {@link #of(LatentSpec, int)} under another objective.
     *
     * @param latents posterior, transforms and prior
     * @param objective the objective of a training
     * @param draws latents per example
     * @return the model, in double precision
     */
    public static LatentModel of(LatentSpec latents, Objective objective, int draws) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(FEATURES),
                        Dense.layers(List.of()),
                        LATENT,
                        new DecoderLayout.Listed(Dense.layers(List.of())),
                        new Style(Nonlinearity.IDENTITY)),
                latents,
                new GaussianLikelihood(SIGMA),
                objective,
                draws);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 5, DataType.DOUBLE);
        model.graph().getLayer("likelihood-parameters").getParam("W").assign(W.transpose());
        model.graph().getLayer("likelihood-parameters").getParam("b").assign(B);
        return model;
    }

    /**
     * The covariance of the exact posterior under N(0, I), the same for every example.
     *
     * @return {@code [LATENT, LATENT]}
     */
    public static INDArray posteriorCovariance() {
        INDArray precision = Nd4j.eye(LATENT)
                .castTo(DataType.DOUBLE)
                .addi(W.transpose().mmul(W).div(SIGMA * SIGMA));
        return InvertMatrix.invert(precision, false);
    }

    /**
     * Sets the weights of the encoder's first LATENT outputs such that they are μ(x)ᵀ M, with μ(x) the mean of the
     * exact posterior for the prior N(0, I).
     *
     * @param model the model whose encoder is set
     * @param map M, {@code [LATENT, LATENT]}
     */
    public static void setMean(LatentModel model, INDArray map) {
        INDArray meanWeights = W.mmul(posteriorCovariance()).div(SIGMA * SIGMA).mmul(map);
        INDArray offset = B.mmul(meanWeights);
        for (int j = 0; j < LATENT; j++) {
            for (int i = 0; i < FEATURES; i++) {
                model.graph().getLayer("posterior").getParam("W").putScalar(i, j, meanWeights.getDouble(i, j));
            }
            model.graph().getLayer("posterior").getParam("b").putScalar(j, -offset.getDouble(j));
        }
    }

    /**
     * Sets the encoder of a model with a {@link CholeskyPosterior} to the exact posterior for the prior N(0, I),
     * shifted and widened.
     *
     * @param model the model whose encoder is set
     * @param shift the shift of the means
     * @param inflation the factor of the standard deviations
     */
    public static void setPosterior(LatentModel model, double shift, double inflation) {
        INDArray covariance = posteriorCovariance();
        INDArray meanWeights = W.mmul(covariance).div(SIGMA * SIGMA);
        INDArray weights = model.graph().getLayer("posterior").getParam("W");
        INDArray bias = model.graph().getLayer("posterior").getParam("b");
        // The Cholesky factor of the widened covariance.
        double l00 = Math.sqrt(covariance.getDouble(0, 0)) * inflation;
        double l10 = covariance.getDouble(1, 0) * inflation * inflation / l00;
        double l11 = Math.sqrt(covariance.getDouble(1, 1) * inflation * inflation - l10 * l10);
        for (int j = 0; j < LATENT; j++) {
            for (int i = 0; i < FEATURES; i++) {
                weights.putScalar(i, j, meanWeights.getDouble(i, j));
            }
            bias.putScalar(j, shift - B.mmul(meanWeights).getDouble(j));
        }
        bias.putScalar(CholeskyPosterior.entry(LATENT, 0, 0), Math.log(l00));
        bias.putScalar(CholeskyPosterior.entry(LATENT, 1, 0), l10);
        bias.putScalar(CholeskyPosterior.entry(LATENT, 1, 1), Math.log(l11));
    }

    /**
     * log p(x) in closed form.
     *
     * @param x {@code [examples, FEATURES]}
     * @param components [m | log s²] of each component of the prior, {@code [K, 2 · LATENT]}, of equal weight
     * @return nats, one value per example
     */
    public static double[] logLikelihood(INDArray x, double[][] components) {
        double[] result = new double[(int) x.size(0)];
        for (int i = 0; i < result.length; i++) {
            double[] terms = new double[components.length];
            for (int k = 0; k < terms.length; k++) {
                terms[k] = logGaussian(x.getRow(i, true), components[k]);
            }
            result[i] = LogSumExp.meanOf(terms);
        }
        return result;
    }

    /** log N(x; W m + b, W S Wᵀ + σ² I) of one component of the prior. */
    private static double logGaussian(INDArray x, double[] component) {
        INDArray mean = Nd4j.create(1, LATENT).castTo(DataType.DOUBLE);
        INDArray covariance = Nd4j.eye(FEATURES).castTo(DataType.DOUBLE).muli(SIGMA * SIGMA);
        for (int j = 0; j < LATENT; j++) {
            mean.putScalar(0, j, component[j]);
            INDArray w = W.getColumn(j, true);
            covariance.addi(w.mmul(w.transpose()).mul(Math.exp(component[LATENT + j])));
        }
        INDArray rest = x.sub(B).sub(mean.mmul(W.transpose()));
        double square = rest.mmul(InvertMatrix.invert(covariance, false))
                .mmul(rest.transpose())
                .getDouble(0);
        return -0.5 * (square + logDeterminant(covariance) + FEATURES * Math.log(2 * Math.PI));
    }

    /** log det of a positive definite matrix, by Gaussian elimination. */
    private static double logDeterminant(INDArray matrix) {
        double[][] m = matrix.toDoubleMatrix();
        double sum = 0;
        for (int i = 0; i < m.length; i++) {
            sum += Math.log(m[i][i]);
            for (int r = i + 1; r < m.length; r++) {
                double f = m[r][i] / m[i][i];
                for (int c = i; c < m.length; c++) {
                    m[r][c] -= f * m[i][c];
                }
            }
        }
        return sum;
    }
}
