package org.vae4j.experiment.study.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.schedule.Cosine;
import org.vae4j.schedule.Schedule;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/** An autoencoder with ReLU layers on squared error, to compare with linear ones of as many latent dimensions. */
public final class DeepAutoencoder {

    private static final int BATCH = 128;
    private static final double FIRST_RATE = 1e-3;
    private static final double LAST_RATE = 0.01 * FIRST_RATE;
    private static final int EVALUATION_BATCH = 1000;

    private DeepAutoencoder() {}

    /**
     * Trains a deep autoencoder by Adam and measures its error. The rate falls from 0.001 to a hundredth of it along a
     * cosine.
     *
     * @param data the data set, of which the training part is used
     * @param hidden sizes of the encoder's layers; the decoder mirrors them
     * @param p latent dimensions
     * @param epochs passes over the training set, at least 1
     * @param stop is asked after each step whether training shall stop
     * @return E‖x - x̂‖² on the test set
     * @throws InterruptedException if training was stopped
     */
    public static double testError(ConfiguredData data, List<Integer> hidden, int p, int epochs, BooleanSupplier stop)
            throws InterruptedException {
        List<Integer> mirrored = new ArrayList<>(hidden);
        Collections.reverse(mirrored);
        // With σ² = ½ the negative log-likelihood is the squared error plus a constant.
        ModelSpec spec = new ModelSpec(
                data.split().train().shape().size(),
                hidden,
                p,
                mirrored,
                Nonlinearity.RELU,
                Bottleneck.DETERMINISTIC,
                new GaussianLikelihood(Math.sqrt(0.5)),
                ElboObjective.standard());
        Schedule rate = new Cosine(FIRST_RATE, LAST_RATE, epochs, ScheduleType.EPOCH);
        LatentModel model = LatentModel.create(spec, new FlushingAdam(rate, 0.9, 0.999, 1e-8), data.seed());
        boolean completed = new Trainer(TrainConfig.epochs(epochs), List.of(), stop)
                .fit(model, data.training(BATCH))
                .completed();
        if (!completed) {
            throw new InterruptedException("stopped while training the deep autoencoder of " + p + " latents");
        }
        return error(model, data, data.split().test());
    }

    private static double error(LatentModel model, ConfiguredData data, ExampleSet part) {
        ImageBatchIterator batches = data.evaluation(part, EVALUATION_BATCH);
        double sum = 0;
        while (batches.hasNext()) {
            INDArray x = batches.next().getFeatures();
            double distance = x.distance2(model.reconstruct(x));
            sum += distance * distance;
        }
        return sum / part.size();
    }
}
