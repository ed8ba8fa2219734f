package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.GraphBuilder;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** The σ that the likelihood gaussian_optimal uses in evaluation: computed from the training set, part of the model. */
class CalibrationTest {

    private static final int FEATURES = 6;
    private static final INDArray X = examples(60);

    /** Examples of very different scales, so that the errors of a small batch differ from those of all examples. */
    private static INDArray examples(int n) {
        INDArray x = Values.normal(1, DataType.DOUBLE, n, FEATURES, 1);
        for (int i = 0; i < n; i++) {
            x.getRow(i).muli(0.2 + i % 7);
        }
        return x;
    }

    private static DataSetIterator batches(INDArray x, int size) {
        List<INDArray> batches = new ArrayList<>();
        for (int i = 0; i < x.rows(); i += size) {
            INDArray batch = x.get(NDArrayIndex.interval(i, Math.min(i + size, x.rows())), NDArrayIndex.all())
                    .dup('f');
            batches.add(batch);
        }
        return new BatchList(batches);
    }

    private static LatentModel model(Likelihood likelihood, Bottleneck bottleneck) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(4),
                2,
                List.of(3),
                Nonlinearity.TANH,
                bottleneck,
                likelihood,
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-2), 7, DataType.DOUBLE);
        model.graph()
                .setParams(Values.normal(
                        3, DataType.DOUBLE, 1, Math.toIntExact(model.graph().numParams()), 0.4));
        return model;
    }

    private static LatentModel model() {
        return model(new OptimalGaussianLikelihood(), Bottleneck.GAUSSIAN);
    }

    private static double sigma(LatentModel model) {
        return ((GaussianLikelihood) model.compiled().likelihood()).sigma();
    }

    /** Without noise, so that only σ could differ between batches. */
    @Test
    void calibratedEvaluationDoesNotDependOnTheBatches() {
        LatentModel model = model(new OptimalGaussianLikelihood(), Bottleneck.DETERMINISTIC);
        model.calibrate(batches(X, 20), 5);
        double whole = ElboEvaluation.of(model, batches(X, 60), 1, 1).terms().reconstructionNats();
        double single = ElboEvaluation.of(model, batches(X, 1), 1, 1).terms().reconstructionNats();
        assertThat(single).isCloseTo(whole, within(1e-9));
        double sigma = sigma(model);
        assertThat(whole).isCloseTo(FEATURES * (0.5 + Math.log(sigma) + Math.log(2 * Math.PI) / 2), within(1e-9));
    }

    /** Without noise, so that the residuals can be computed here. */
    @Test
    void sigmaIsTheRootOfTheMeanSquaredErrorOverTheTrainingSet() {
        LatentModel model = model(new OptimalGaussianLikelihood(), Bottleneck.DETERMINISTIC);
        model.calibrate(batches(X, 7), 5);
        double norm = X.sub(model.reconstruct(X)).norm2Number().doubleValue();
        assertThat(sigma(model)).isCloseTo(Math.sqrt(norm * norm / X.length()), within(1e-12));
    }

    /** The ELBO here averages over other draws than the calibration, so its optimum is near, not exactly at σ. */
    @Test
    void sigmaMinimisesTheNegativeElboOfTheTrainingSet() {
        LatentModel model = model();
        model.calibrate(batches(X, 60), 5);
        double sigma = sigma(model);
        double atOptimum = negLogLikelihood(model, sigma);
        assertThat(atOptimum)
                .isLessThan(negLogLikelihood(model, 1.2 * sigma))
                .isLessThan(negLogLikelihood(model, 0.8 * sigma));
    }

    private static double negLogLikelihood(LatentModel model, double sigma) {
        LatentModel other = model(new GaussianLikelihood(sigma), Bottleneck.GAUSSIAN);
        other.graph().setParams(model.graph().params());
        return ElboEvaluation.of(other, batches(X, 60), 1, 5).terms().reconstructionNats();
    }

    @Test
    void calibrationDoesNotChangeTraining() {
        LatentModel plain = model();
        LatentModel calibrated = model();
        try (TrainingStep first = new TrainingStep(plain);
                TrainingStep second = new TrainingStep(calibrated)) {
            for (int i = 0; i < 3; i++) {
                calibrated.calibrate(batches(X, 20), i);
                assertThat(second.apply(X)).isEqualTo(first.apply(X));
            }
        }
        assertThat(Values.of(calibrated.graph().params()))
                .isEqualTo(Values.of(plain.graph().params()));
    }

    @Test
    void savedModelAndSavedDecoderKeepSigma(@TempDir Path folder) throws IOException {
        LatentModel model = model();
        model.calibrate(batches(X, 20), 5);
        double sigma = sigma(model);
        model.save(folder.resolve("model.zip"));
        assertThat(sigma(LatentModel.load(folder.resolve("model.zip")))).isEqualTo(sigma);
        model.decoder().save(folder.resolve("decoder.zip"));
        assertThat(likelihood(Decoder.load(folder.resolve("decoder.zip")).graph()))
                .isEqualTo(new OptimalGaussianLikelihood(sigma));
    }

    private static Likelihood likelihood(ComputationGraph graph) {
        return ((VariationalOutputLayer)
                        graph.getLayer(GraphBuilder.OBJECTIVE).conf().getLayer())
                .getLikelihood();
    }

    /** Without a fixed σ the density of an example would depend on its batch. */
    @Test
    void importanceSamplingNeedsACalibratedModel() {
        LatentModel model = model();
        INDArray one = X.getRow(0, true).dup('f');
        assertThatThrownBy(() -> new ImportanceSampling(model, 10).perExample(one, 1))
                .hasMessageContaining("gaussian_optimal");
        model.calibrate(batches(X, 20), 5);
        assertThat(new ImportanceSampling(model, 10).perExample(one, 1)).hasSize(1);
    }

    @Test
    void calibrationOfOtherLikelihoodsReadsNoData() {
        LatentModel model = model(new GaussianLikelihood(0.3), Bottleneck.GAUSSIAN);
        model.calibrate(null, 5);
        assertThat(model.compiled().likelihood()).isEqualTo(new GaussianLikelihood(0.3));
    }

    @Test
    void refusesAnEmptyTrainingSet() {
        DataSetIterator used = batches(X, 60);
        used.next();
        assertThatThrownBy(() -> model().calibrate(used, 5)).hasMessageContaining("found no examples to calibrate on");
    }

    /** Version 0.1 wrote likelihoods without properties. */
    @Test
    void defaultsAreNotWrittenSoThatFilesOfVersion01AreReproduced() {
        assertThat(json(new OptimalGaussianLikelihood())).doesNotContain("sigma");
        assertThat(json(new HeteroscedasticGaussianLikelihood(0))).doesNotContain("minSigma");
    }

    @Test
    void likelihoodsAreReadBackFromJson() {
        for (Likelihood likelihood : List.of(
                new OptimalGaussianLikelihood(),
                new OptimalGaussianLikelihood(0.25),
                new HeteroscedasticGaussianLikelihood(0),
                new HeteroscedasticGaussianLikelihood())) {
            assertThat(reread(likelihood)).isEqualTo(likelihood);
        }
    }

    private static String json(Likelihood likelihood) {
        return model(likelihood, Bottleneck.GAUSSIAN).graph().getConfiguration().toJson();
    }

    private static Likelihood reread(Likelihood likelihood) {
        ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json(likelihood)));
        graph.init();
        return likelihood(graph);
    }

    @Test
    void trainingAndEvaluationRefuseValuesOutsideTheSupportOfBernoulli() {
        LatentModel model = model(new BernoulliLikelihood(), Bottleneck.GAUSSIAN);
        INDArray x = Values.pixels(4, DataType.DOUBLE, 5, FEATURES);
        assertThat(model.elbo(x, 1).reconstructionNats()).isPositive();
        x.putScalar(3, 2, -3.6);
        try (TrainingStep step = new TrainingStep(model)) {
            assertThatThrownBy(() -> step.apply(x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected values in [0, 1] for the likelihood bernoulli: scale the data into")
                    .hasMessageContaining("or use a Gaussian likelihood")
                    .hasMessageContaining("from -3.6 to ");
        }
        assertThatThrownBy(() -> model.elbo(x, 1)).hasMessageContaining("expected values in [0, 1]");
        assertThatThrownBy(() -> new ImportanceSampling(model, 3).perExample(x, 1))
                .hasMessageContaining("expected values in [0, 1]");
    }
}
