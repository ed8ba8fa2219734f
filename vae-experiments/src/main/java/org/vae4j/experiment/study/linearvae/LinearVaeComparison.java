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

    /** Hears of each training before it begins. */
    @FunctionalInterface
    interface Steps {

        /**
         * Says that a training begins.
         *
         * @param what the training
         * @param fraction how much of the study is done
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

    /** Trains with a given σ²: W = U(Λ - σ²)^½ for the variances above it and 0 for the others. */
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
     * 5 latents and noise of variance 0.5 made it; 10 latents are offered, with σ² = 0.6. At σ² = 0.5 the surplus ones
     * would collapse too, but ever more slowly: there the loss is flat to the fourth order.
     */
    private LinearVaeTraining surplus() {
        int d = 50;
        INDArray loadings =
                Nd4j.create(GaussianNoise.draw(Streams.derive(seed, "surplus"), d * 5), new long[] {d, 5}, 'f');
        INDArray matrix = loadings.mmul(loadings.transpose())
                .addi(Nd4j.eye(d).castTo(loadings.dataType()).muli(0.5));
        Covariance made = Covariance.of(Nd4j.zeros(loadings.dataType(), 1, d), matrix, 1);
        return withNoise("5 latents + noise", made, 10, 0.6);
    }

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
