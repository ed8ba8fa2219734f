package org.vae4j.likelihood;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.extension.Fitted;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.support.Measure;
import org.vae4j.math.StableMath;

/**
 * Independent Gaussian features with the mean m from the decoder and the σ that makes the data most probable (Rybkin,
 * Daniilidis and Levine 2021, "Simple and effective VAE training with calibrated decoders", eq. 7).
 *
 * <p>In training σ² is the mean of (x - m)² over the examples and features of the batch, but at least {@value
 * #MIN_SIGMA}². For d features -log p(x|m) = ½ Σ (x - m)²/σ² + ½ d log 2πσ², whose mean over the batch is ½ d (1 + log
 * 2πσ²). The gradient with respect to m is (m - x)/σ²: at the optimal σ² the derivative with respect to σ² is 0, so the
 * dependence of σ² on m adds nothing.
 *
 * <p>A σ that is fitted to each batch does not give the density of a model: it depends on the examples that are
 * evaluated, and the smaller the batch, the better the value. Evaluation therefore uses one frozen σ, the optimum over
 * the whole training set, which is stored with the model ({@code LatentModel.calibrate}). A likelihood without a frozen
 * σ, as in models of version 0.1, is evaluated batch by batch, and its values are marked as {@link
 * Measure#BATCH_DENSITY}.
 *
 * @param sigma the frozen σ that evaluations use, finite and at least {@value #MIN_SIGMA}, in the unit of the data;
 *     null while there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OptimalGaussianLikelihood(
        @Fitted @JsonProperty("sigma") Double sigma) implements Likelihood {

    /** The smallest σ. */
    public static final double MIN_SIGMA = 1e-4;

    @JsonCreator
    public OptimalGaussianLikelihood {
        if (sigma != null && (!(sigma >= MIN_SIGMA) || sigma.isInfinite())) {
            throw new IllegalArgumentException("found sigma = " + sigma + ", expected a finite number of at least "
                    + MIN_SIGMA + ": calibrate the model on its training data");
        }
    }

    /** A likelihood for training, whose σ is not frozen yet. */
    public OptimalGaussianLikelihood() {
        this(null);
    }

    @Override
    public int parameterCount(int features) {
        return features;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters;
    }

    @Override
    public boolean dependsOnBatch() {
        return true;
    }

    @Override
    public Likelihood forEvaluation() {
        return sigma == null ? this : new GaussianLikelihood(sigma);
    }

    @Override
    public Likelihood calibrated(double meanSquaredError) {
        return new OptimalGaussianLikelihood(Math.max(Math.sqrt(meanSquaredError), MIN_SIGMA));
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        // With σ = 1 the value of a row is ½ Σ (x - m)² and its constant; the second pass has the optimal σ.
        kernels.gaussian(x, parameters, 0, negLogLikelihood, gradient);
        double halfSquares =
                Arrays.stream(negLogLikelihood, 0, parameters.rows()).sum()
                        - parameters.length() * StableMath.LOG_TWO_PI / 2;
        double variance = Math.max(2 * halfSquares / parameters.length(), MIN_SIGMA * MIN_SIGMA);
        kernels.gaussian(x, parameters, Math.log(variance), negLogLikelihood, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException while no σ is frozen: a batch of latents has none, only a batch of examples has
     */
    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        if (sigma == null) {
            throw new IllegalStateException("found the likelihood gaussian_optimal without a frozen sigma, expected one"
                    + " with it: calibrate the model on its training data before you sample from it");
        }
        forEvaluation().sample(kernels, parameters, seed, x);
    }

    @Override
    public Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.IDENTITY);
    }

    @Override
    public String name() {
        return "gaussian_optimal";
    }
}
