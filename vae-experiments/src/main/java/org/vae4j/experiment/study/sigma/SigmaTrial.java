package org.vae4j.experiment.study.sigma;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/**
 * A VAE trained with one choice of σ, and how it divides its negative ELBO between reconstruction and KL.
 *
 * @param choice the choice of σ
 * @param model the model that was trained with it
 * @param result the result on test images
 */
public record SigmaTrial(SigmaChoice choice, LatentModel model, SigmaResult result) {

    /** A latent is active if its mean KL is above this number of nats. */
    private static final double ACTIVE_NATS = 0.01;
    /** So large that no training of this study counts as diverged. */
    private static final double DIVERGENCE_FACTOR = 1e6;

    /**
     * Trains a model with one choice of σ and tests it.
     *
     * @param choice the choice of σ
     * @param train the training images
     * @param test the test images
     * @param network the size of the network and its training
     * @param seed the seed of weights and noise
     * @return the trained model and its result
     */
    public static SigmaTrial of(SigmaChoice choice, NoisyLines train, NoisyLines test, Network network, long seed) {
        ModelSpec spec = new ModelSpec(
                NoisyLines.SHAPE.size(),
                List.of(network.hidden()),
                network.latent(),
                List.of(network.hidden()),
                Nonlinearity.RELU,
                Bottleneck.GAUSSIAN,
                choice.likelihood(),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(network.learningRate()), seed);
        new Trainer(new TrainConfig(network.epochs(), DIVERGENCE_FACTOR), List.of()).fit(model, train.iterator());
        long noise = Streams.derive(seed, "eval");
        // The optimal sigma is the root mean square error on training images. The test takes it as fixed.
        Likelihood likelihood = choice.likelihood() instanceof OptimalGaussianLikelihood
                ? new GaussianLikelihood(rootMeanSquareError(model, train, noise))
                : choice.likelihood();
        return new SigmaTrial(choice, model, test(model, likelihood, choice.name(), test, noise));
    }

    /**
     * The network and its training, the same for every choice.
     *
     * @param hidden units in the one hidden layer of encoder and decoder
     * @param latent dimensions of z
     * @param epochs passes over the training images
     * @param learningRate the step size of Adam
     */
    public record Network(int hidden, int latent, int epochs, double learningRate) {}

    private static SigmaResult test(
            LatentModel model, Likelihood likelihood, String name, NoisyLines test, long noise) {
        Kernels kernels = Kernels.of(model.graph().params().dataType());
        double nll = 0;
        double kl = 0;
        double sigma = 0;
        double[] perDimension = new double[model.latent()];
        List<INDArray> batches = test.batches();
        for (int b = 0; b < batches.size(); b++) {
            INDArray x = batches.get(b);
            kl += model.elbo(x, position(noise, batches, b)).klNats() / batches.size();
            double[] klPerDimension = model.lastBatch().latents().get(0).klPerDimension();
            for (int j = 0; j < perDimension.length; j++) {
                perDimension[j] += klPerDimension[j] / batches.size();
            }
            Matrix parameters = model.compiled().output(x, model.roles().parameters(), position(noise, batches, b));
            double[] rows = new double[x.rows()];
            Matrix gradient = Matrix.allocate(parameters.type(), parameters.rows(), parameters.columns());
            likelihood.evaluate(kernels, Matrix.of(x), parameters, rows, gradient);
            nll += Arrays.stream(rows).average().orElseThrow() / batches.size();
            sigma += meanSigma(kernels, likelihood, parameters, x.columns()) / batches.size();
        }
        int active =
                (int) Arrays.stream(perDimension).filter(k -> k > ACTIVE_NATS).count();
        return new SigmaResult(name, sigma, nll, kl, rootMeanSquareError(model, test, noise), active);
    }

    /** The position of the noise of a batch; all batches have the size of the first. */
    private static NoisePosition position(long noise, List<INDArray> batches, int batch) {
        return NoisePosition.evaluation(noise)
                .fromExample((long) batch * batches.get(0).rows());
    }

    /**
     * The mean of sigma over images and pixels. A likelihood that learns it has d columns of means, then columns of
     * {@code log sigma^2}.
     */
    private static double meanSigma(Kernels kernels, Likelihood likelihood, Matrix parameters, int features) {
        if (likelihood instanceof GaussianLikelihood gaussian) {
            return gaussian.sigma();
        }
        double[] values = new double[parameters.length()];
        kernels.read(parameters, values);
        int means = parameters.rows() * features;
        double sum = 0;
        for (int i = means; i < values.length; i++) {
            sum += Math.exp(values[i] / 2);
        }
        return sum / (values.length - means);
    }

    /** The root mean square error of the decoder's mean at one draw of z. */
    private static double rootMeanSquareError(LatentModel model, NoisyLines images, long noise) {
        Kernels kernels = Kernels.of(model.graph().params().dataType());
        double squares = 0;
        List<INDArray> batches = images.batches();
        for (int b = 0; b < batches.size(); b++) {
            INDArray x = batches.get(b);
            double[] mean = new double[x.rows() * x.columns()];
            Matrix parameters = model.compiled().output(x, model.roles().parameters(), position(noise, batches, b));
            kernels.read(parameters.columns(0, x.columns()), mean);
            double[] values = new double[mean.length];
            kernels.read(Matrix.of(x), values);
            for (int i = 0; i < mean.length; i++) {
                squares += Math.pow(values[i] - mean[i], 2) / (mean.length * batches.size());
            }
        }
        return Math.sqrt(squares);
    }
}
