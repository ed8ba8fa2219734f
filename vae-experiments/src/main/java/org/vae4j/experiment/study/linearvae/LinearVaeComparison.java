package org.vae4j.experiment.study.linearvae;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.baseline.linear.LinearVaeLoss;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.linear.Moments;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** Trains linear VAEs with learned and with given noise, and compares them with probabilistic PCA. */
final class LinearVaeComparison {

    /** A listener that is told of each training before it begins. */
    @FunctionalInterface
    interface Steps {

        /**
         * Is called when a training begins.
         *
         * @param what the training in words
         * @param fraction the share of the study that is done
         * @throws InterruptedException if the study shall stop
         */
        void begin(String what, double fraction) throws InterruptedException;
    }

    private final LinearVaeStudy.Options options;
    private final ConfiguredData data;
    private final long seed;
    private final String name;
    private final Covariance train;

    LinearVaeComparison(LinearVaeStudy.Options options, ConfiguredData data, long seed) {
        this.options = options;
        this.data = data;
        this.seed = seed;
        this.name = data.split().train().name();
        this.train = Moments.of(data, data.split().train());
    }

    LinearVaeResults results(Steps steps) throws InterruptedException {
        int p = options.latent();
        LinearVaeTraining.Problem learned = new LinearVaeTraining.Problem(
                name, train, ProbabilisticPca.fit(train, p), LinearVaeLoss.withLearnedNoise(train, p));
        List<LinearVaeTraining> starts = new ArrayList<>();
        for (int start = 0; start < options.seeds(); start++) {
            steps.begin("learned noise, start " + (start + 1), 0.7 * start / options.seeds());
            starts.add(LinearVaeTraining.of(learned, options, seed, start));
        }
        List<LinearVaeTraining> fixed = new ArrayList<>();
        double smallest = Pca.fit(train, p).explainedVariance()[p - 1];
        for (double factor : options.fixedNoise()) {
            steps.begin("fixed noise", 0.8);
            fixed.add(withNoise(name, train, p, factor * smallest));
        }
        fixed.add(surplus());
        return new LinearVaeResults(starts, fixed, onTest(starts.get(0)));
    }

    /**
     * Trains with a given σ². The exact model is probabilistic PCA with the same σ²: W = U(Λ - σ²)^½ for variances
     * above σ², and columns of 0 for the others (Tipping and Bishop 1999).
     */
    private LinearVaeTraining withNoise(String dataName, Covariance moments, int p, double noise) {
        Pca pca = Pca.fit(moments, p);
        double[] scales = Arrays.stream(pca.explainedVariance())
                .map(v -> Math.sqrt(Math.max(0, v - noise)))
                .toArray();
        INDArray loadings = pca.components().mulRowVector(Nd4j.create(scales, new long[] {1, scales.length}, 'f'));
        ProbabilisticPca exact = ProbabilisticPca.of(moments.mean(), loadings, noise);
        return LinearVaeTraining.of(
                new LinearVaeTraining.Problem(dataName, moments, exact, LinearVaeLoss.withNoise(moments, p, noise)),
                options,
                seed,
                0);
    }

    /**
     * Trains with more latents than the data has: the data is that of 5 latents and noise of variance 0.5, the model
     * has 10 latents and σ² = 0.6. With σ² = 0.5 the surplus latents would collapse too, but ever more slowly, because
     * the loss is flat to the fourth order there.
     */
    private LinearVaeTraining surplus() {
        int d = 50;
        int latentsOfData = 5;
        double noiseOfData = 0.5;
        double[] noise = GaussianNoise.draw(Streams.derive(seed, "surplus"), d * latentsOfData);
        INDArray loadings = Nd4j.create(noise, new long[] {d, latentsOfData}, 'f');
        INDArray covariance = loadings.mmul(loadings.transpose())
                .addi(Nd4j.eye(d).castTo(loadings.dataType()).muli(noiseOfData));
        Covariance moments = Covariance.of(Nd4j.zeros(loadings.dataType(), 1, d), covariance, 1);
        return withNoise("5 latents + noise", moments, 10, 0.6);
    }

    /** Evaluates a training on the test set: exactly by the moments, and by its network with draws of z. */
    private LinearVaeResults.OnTest onTest(LinearVaeTraining training) {
        Covariance test = Moments.of(data, data.split().test());
        Covariance aboutTrainMean = Covariance.of(test.mean().subi(train.mean()), test.matrix(), test.count())
                .aboutOrigin();
        LinearVaeLoss loss = training.problem().loss();
        double[] point = training.end().point();
        return new LinearVaeResults.OnTest(
                training.problem().exact().meanLogLikelihood(test),
                -LinearVaeLoss.withLearnedNoise(aboutTrainMean, options.latent())
                        .evaluate(point, new double[loss.size()]),
                LinearVaeNetwork.elbo(data, train.mean(), loss, point, options.samples()),
                options.samples());
    }
}
