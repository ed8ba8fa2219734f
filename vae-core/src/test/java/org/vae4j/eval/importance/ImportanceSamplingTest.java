package org.vae4j.eval.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.RunningVariance;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;

/** A linear decoder with Gaussian noise has p(x) = N(b, wwᵀ + σ²I), which is computed exactly for two features. */
class ImportanceSamplingTest {

    private static final double SIGMA = 0.4;
    private static final INDArray X = Nd4j.createFromArray(new double[][] {{0.3, -0.2}, {1.1, 0.4}, {-0.7, 0.9}});

    private static LatentModel linear(Bottleneck bottleneck) {
        ModelSpec spec = new ModelSpec(
                2,
                List.of(),
                1,
                List.of(),
                Nonlinearity.IDENTITY,
                bottleneck,
                new GaussianLikelihood(SIGMA),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 5, DataType.DOUBLE);
        if (model.isVariational()) {
            // Wider than every exact posterior, so that the weights have a finite variance.
            model.graph().getLayer("posterior").getParam("W").assign(0);
            model.graph().getLayer("posterior").getParam("b").assign(Nd4j.createFromArray(0.0, Math.log(1.5)));
        }
        return model;
    }

    private static double exact(LatentModel model, INDArray x) {
        INDArray w = model.graph().getLayer("likelihood-parameters").getParam("W");
        INDArray b = model.graph().getLayer("likelihood-parameters").getParam("b");
        double w0 = w.getDouble(0, 0);
        double w1 = w.getDouble(0, 1);
        double a = w0 * w0 + SIGMA * SIGMA;
        double c = w0 * w1;
        double d = w1 * w1 + SIGMA * SIGMA;
        double det = a * d - c * c;
        double u = x.getDouble(0) - b.getDouble(0);
        double v = x.getDouble(1) - b.getDouble(1);
        double square = (d * u * u - 2 * c * u * v + a * v * v) / det;
        return -0.5 * (square + Math.log(det) + 2 * Math.log(2 * Math.PI));
    }

    @Test
    void approachesTheExactValueOfALinearGaussianModel() {
        LatentModel model = linear(Bottleneck.GAUSSIAN);
        // The samples fill many blocks. The relative standard deviation of the weights is of order one, so the error
        // is of order 1/√200000 = 0.002.
        double[] estimate = new ImportanceSampling(model, 200_000).logLikelihood(X, 11);
        for (int i = 0; i < 3; i++) {
            assertThat(estimate[i]).isCloseTo(exact(model, X.getRow(i)), within(0.03));
        }
    }

    @Test
    void meanWeightIsUnbiasedForTheLikelihood() {
        LatentModel model = linear(Bottleneck.GAUSSIAN);
        int repeats = 800;
        RunningVariance likelihood = new RunningVariance();
        for (int seed = 0; seed < repeats; seed++) {
            likelihood.add(Math.exp(new ImportanceSampling(model, 5).logLikelihood(X, seed)[1]));
        }
        // Four standard errors: a false alarm in 16,000.
        assertThat(likelihood.mean())
                .isCloseTo(Math.exp(exact(model, X.getRow(1))), within(4 * likelihood.standardError()));
    }

    @Test
    void oneSampleGivesTheElboInExpectation() {
        LatentModel model = linear(Bottleneck.GAUSSIAN);
        RunningVariance bound = new RunningVariance();
        RunningVariance elbo = new RunningVariance();
        for (int seed = 0; seed < 800; seed++) {
            bound.add(new ImportanceSampling(model, 1).logLikelihood(X, seed)[0]);
            model.elbo(X, seed + 100_000);
            elbo.add(
                    -model.lastBatch().negLogLikelihood()[0] - model.lastBatch().kl()[0]);
        }
        double error = Math.hypot(bound.standardError(), elbo.standardError());
        assertThat(bound.mean()).isCloseTo(elbo.mean(), within(4 * error));
        assertThat(bound.mean()).isLessThan(exact(model, X.getRow(0)));
    }

    @Test
    void refusesADeterministicModel() {
        assertThatThrownBy(() -> new ImportanceSampling(linear(Bottleneck.DETERMINISTIC), 10))
                .hasMessageContaining("deterministic");
    }

    @Test
    void refusesToDrawNoSamples() {
        assertThatThrownBy(() -> new ImportanceSampling(linear(Bottleneck.GAUSSIAN), 0))
                .hasMessageContaining("samples = 0");
    }
}
