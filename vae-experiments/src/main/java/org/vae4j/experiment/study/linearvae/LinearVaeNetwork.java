package org.vae4j.experiment.study.linearvae;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.baseline.linear.LinearVaeLoss;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;

/**
 * A linear VAE of given weights as a network, that is, an encoder and a decoder without hidden layers.
 *
 * <p>Encoder: {@code q(z|x) = N(V (x - m), diag D)}, so its outputs are
 * {@code [μ | log D] = x [Vᵀ | 0] + [-V m | log D]}. Decoder: {@code p(x|z) = N(W z + m, σ² I)}.
 */
public final class LinearVaeNetwork {

    private static final int BATCH = 1000;

    private LinearVaeNetwork() {}

    /**
     * The ELBO of the network on the test set, by sampling z.
     *
     * @param data the data set
     * @param mean m, {@code [1, d]}
     * @param loss the loss that the weights are the variables of
     * @param point the weights W, V, D and σ² as variables of that loss
     * @param samples the number of draws of z for each example
     * @return nats per example
     */
    public static double elbo(ConfiguredData data, INDArray mean, LinearVaeLoss loss, double[] point, int samples) {
        LatentModel model = network(mean, loss, point);
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            ImageBatchIterator batches = data.evaluation(data.split().test(), BATCH);
            NoisePosition noise = NoisePosition.evaluation(Streams.derive(data.seed(), "eval"))
                    .fromDraw(s);
            for (long first = 0; batches.hasNext(); first += BATCH) {
                INDArray x = batches.next().getFeatures();
                ElboTerms terms = model.elbo(x, noise.fromExample(first));
                sum -= terms.negElboNats() * x.rows();
            }
        }
        return sum / samples / data.split().test().size();
    }

    private static LatentModel network(INDArray mean, LinearVaeLoss loss, double[] point) {
        INDArray decoder = loss.decoder(point);
        INDArray encoder = loss.encoder(point);
        int d = decoder.rows();
        int p = decoder.columns();
        LatentModel model = LatentModel.create(
                new ModelSpec(
                        d,
                        List.of(),
                        p,
                        List.of(),
                        Nonlinearity.IDENTITY,
                        Bottleneck.GAUSSIAN,
                        new GaussianLikelihood(Math.sqrt(loss.noiseVariance(point))),
                        ElboObjective.standard()),
                new Sgd(1),
                1);
        INDArray weights = Nd4j.hstack(encoder.transpose(), encoder.transpose().mul(0));
        double[] logVariances =
                Arrays.stream(loss.posteriorVariances(point)).map(Math::log).toArray();
        INDArray bias =
                Nd4j.hstack(mean.mmul(encoder.transpose()).negi(), Nd4j.create(logVariances, new long[] {1, p}, 'f'));
        set(model, "posterior_W", weights);
        set(model, "posterior_b", bias);
        set(model, "likelihood-parameters_W", decoder.transpose());
        set(model, "likelihood-parameters_b", mean);
        return model;
    }

    private static void set(LatentModel model, String key, INDArray value) {
        INDArray parameter = model.graph().getParam(key);
        parameter.assign(value.castTo(parameter.dataType()).reshape(parameter.shape()));
    }
}
