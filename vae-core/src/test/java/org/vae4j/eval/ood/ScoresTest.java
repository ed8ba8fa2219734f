package org.vae4j.eval.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

class ScoresTest {

    private static final int FEATURES = 16;

    private static LatentModel model() {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(8),
                2,
                List.of(8),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        return LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 3, DataType.DOUBLE);
    }

    private static INDArray images(long seed, int count) {
        return Values.pixels(seed, DataType.DOUBLE, count, FEATURES);
    }

    @Test
    void scoresOfAnExampleAddUp() {
        LatentModel model = model();
        INDArray training = images(1, 5);
        Scores scores = Scores.of(model, new BatchList(List.of(training)), 50, 7);
        Map<Score, double[]> found = scores.score(new BatchList(List.of(images(2, 3), images(3, 2))));
        double mean = scores.trainingLogLikelihood();
        for (int i = 0; i < 5; i++) {
            double logLikelihood = found.get(Score.LOG_LIKELIHOOD)[i];
            assertThat(found.get(Score.ELBO)[i])
                    .isCloseTo(found.get(Score.RECONSTRUCTION)[i] + found.get(Score.NEG_KL)[i], within(1e-12))
                    // A bound in expectation; fifty samples and eight draws leave less than this.
                    .isLessThan(logLikelihood + 0.5);
            assertThat(found.get(Score.NEG_KL)[i]).isNegative();
            assertThat(found.get(Score.TYPICALITY)[i]).isCloseTo(-Math.abs(logLikelihood - mean), within(1e-12));
            assertThat(found.get(Score.COMPLEXITY_CORRECTED)[i]).isGreaterThan(logLikelihood);
        }
    }

    @Test
    void trainingLogLikelihoodIsTheMeanOverTheTrainingExamples() {
        LatentModel model = model();
        INDArray training = images(1, 5);
        Scores scores = Scores.of(model, new BatchList(List.of(training)), 50, 7);
        double mean = Arrays.stream(new ImportanceSampling(model, 50).logLikelihood(training, 7))
                .average()
                .orElseThrow();
        assertThat(scores.trainingLogLikelihood()).isCloseTo(mean, within(1e-12));
    }

    @Test
    void resetsTheTrainingDataAndTheScoredData() {
        BatchList training = new BatchList(List.of(images(1, 5)));
        BatchList data = new BatchList(List.of(images(2, 3)));
        Scores.of(model(), training, 50, 7).score(data);
        assertThat(training.resets()).isOne();
        assertThat(data.resets()).isOne();
    }

    /** The KL has a closed form, and the compressed size depends on the pixels alone. */
    @Test
    void eachExampleHasItsOwnKlAndCompressedSize() {
        LatentModel model = model();
        Scores scores = Scores.of(model, new BatchList(List.of(images(1, 5))), 50, 7);
        INDArray x = images(2, 3);
        Map<Score, double[]> found = scores.score(new BatchList(List.of(x)));
        model.elbo(x, NoisePosition.evaluation(1));
        double[] kl = model.lastBatch().kl();
        double[] columns = Kernels.of(DataType.DOUBLE).values(Matrix.ofAny(x));
        for (int i = 0; i < 3; i++) {
            assertThat(found.get(Score.NEG_KL)[i]).isCloseTo(-kl[i], within(1e-12));
            assertThat(found.get(Score.COMPLEXITY_CORRECTED)[i])
                    .isEqualTo(found.get(Score.LOG_LIKELIHOOD)[i]
                            + CompressedSize.ofBinary().nats(columns, 3, i));
        }
    }
}
