package org.vae4j.eval.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

class PosteriorDiagnosticsTest {

    /** z = a_j x_j + b_j ± σ_j: an encoder whose posteriors are set by hand. */
    private static LatentModel encoder(double[] scale, double[] offset, double[] sigma) {
        int n = scale.length;
        ModelSpec spec = new ModelSpec(
                n,
                List.of(),
                n,
                List.of(),
                Nonlinearity.IDENTITY,
                Bottleneck.GAUSSIAN,
                new GaussianLikelihood(1),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1);
        INDArray weights = model.graph().getLayer("posterior").getParam("W").assign(0);
        INDArray bias = model.graph().getLayer("posterior").getParam("b");
        for (int j = 0; j < n; j++) {
            weights.putScalar(j, j, scale[j]);
            bias.putScalar(j, offset[j]);
            bias.putScalar(n + j, 2 * Math.log(sigma[j]));
        }
        return model;
    }

    private static BatchList normal(int examples, int features) {
        INDArray a = Values.normal(1, DataType.FLOAT, examples / 2, features, 1);
        INDArray b = Values.normal(2, DataType.FLOAT, examples - examples / 2, features, 1);
        return new BatchList(List.of(a, b));
    }

    private static double gaussianKl(double mean, double variance) {
        return 0.5 * (mean * mean + variance - Math.log(variance) - 1);
    }

    /**
     * x ~ N(0, 1), z|x ~ N(ax + b, σ²): q(z) = N(b, a² + σ²), so I = ½ log(1 + a²/σ²) and the marginal KL is that of
     * two Gaussians. With 3,000 examples the means scatter by 1/55 nats or so; their sum is the KL exactly.
     */
    @Test
    void informationAndMarginalKlHaveTheirClosedForm() {
        double[] scale = {0.9, 0};
        double[] offset = {0.3, -0.5};
        double[] sigma = {0.5, 0.8};
        PosteriorDiagnostics found = PosteriorDiagnostics.of(encoder(scale, offset, sigma), normal(3000, 2), 3000, 5);
        double information = 0.5 * Math.log(1 + 0.81 / 0.25);
        double marginal = gaussianKl(0.3, 0.81 + 0.25) + gaussianKl(-0.5, 0.64);
        assertThat(found.examples()).isEqualTo(3000);
        assertThat(found.mutualInformationNats()).isCloseTo(information, within(0.05));
        assertThat(found.marginalKlNats()).isCloseTo(marginal, within(0.05));
        assertThat(found.mutualInformationNats() + found.marginalKlNats()).isCloseTo(found.klNats(), within(1e-9));
        assertThat(found.klPerDimensionNats().get(0)).isCloseTo(gaussianKl(0.3, 0.25) + 0.405, within(0.05));
        assertThat(found.klPerDimensionNats().get(1)).isCloseTo(gaussianKl(-0.5, 0.64), within(1e-6));
    }

    /**
     * Posteriors that do not overlap: a latent identifies one of n examples, which is log n nats, however narrow they
     * are.
     */
    @Test
    void informationIsAtMostTheLogarithmOfTheNumberOfExamples() {
        PosteriorDiagnostics found = PosteriorDiagnostics.of(
                encoder(new double[] {1, 1}, new double[2], new double[] {1e-5, 1e-5}), normal(2000, 2), 2000, 5);
        // The mean of ½ (ε₁² + ε₂²) over 2,000 draws scatters by 1/√2000 = 0.022; six times that.
        assertThat(found.mutualInformationNats()).isCloseTo(Math.log(2000), within(0.135));
        assertThat(found.mutualInformationNats() + found.marginalKlNats()).isCloseTo(found.klNats(), within(1e-9));
    }

    @Test
    void aDimensionIsActiveByTheVarianceOfItsPosteriorMean() {
        double[] scale = {1, 0.11, 0.09, 0};
        double[] offset = {0, 3, 3, 3};
        double[] sigma = {1, 1, 1, 0.1};
        BatchList data = normal(2000, 4);
        PosteriorDiagnostics found = PosteriorDiagnostics.of(encoder(scale, offset, sigma), data, 2000, 5);
        assertThat(found.activeUnits()).isEqualTo(2);
        assertThat(found.inactive()).containsExactly(2, 3);
        assertThat(found.posteriorMeanVariance().get(0)).isCloseTo(1, within(0.1));
        assertThat(found.posteriorMeanVariance().get(3)).isCloseTo(0, within(1e-9));
        assertThat(data.resets()).isEqualTo(1);
        assertThat(PosteriorDiagnostics.activeUnits(encoder(scale, offset, sigma), data))
                .isEqualTo(2);
    }

    @Test
    void usesOnlyTheFirstExamplesUpToTheLimit() {
        LatentModel model = encoder(new double[] {1, 1}, new double[2], new double[] {0.5, 0.5});
        INDArray x = Values.normal(1, DataType.FLOAT, 6, 2, 1);
        PosteriorDiagnostics head = PosteriorDiagnostics.of(model, new BatchList(List.of(x, x)), 4, 5);
        assertThat(head.examples()).isEqualTo(4);
        double[] first = Arrays.copyOf(Values.of(x), 4);
        double mean = Arrays.stream(first).average().orElseThrow();
        assertThat(head.posteriorMeanVariance().get(0))
                .isCloseTo(
                        Arrays.stream(first)
                                .map(v -> (v - mean) * (v - mean))
                                .average()
                                .orElseThrow(),
                        within(1e-6));
        assertThat(PosteriorDiagnostics.of(model, new BatchList(List.of(x, x)), 100, 5)
                        .examples())
                .isEqualTo(12);
    }

    @Test
    void refusesALimitOfZero() {
        LatentModel model = encoder(new double[] {1, 1}, new double[2], new double[] {0.5, 0.5});
        BatchList data = normal(6, 2);
        assertThatThrownBy(() -> PosteriorDiagnostics.of(model, data, 0, 5)).hasMessageContaining("limit of 0");
    }

    @Test
    void aLimitOfOneReadsOneExample() {
        LatentModel model = encoder(new double[] {1, 1}, new double[2], new double[] {0.5, 0.5});
        assertThat(PosteriorDiagnostics.of(model, normal(6, 2), 1, 5).examples())
                .isOne();
    }

    @Test
    void refusesADeterministicAutoencoder() {
        ModelSpec spec = new ModelSpec(
                2,
                List.of(),
                2,
                List.of(),
                Nonlinearity.IDENTITY,
                Bottleneck.DETERMINISTIC,
                new GaussianLikelihood(1),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1);
        BatchList data = normal(6, 2);
        assertThatThrownBy(() -> PosteriorDiagnostics.of(model, data, 6, 5))
                .hasMessageContaining("found a deterministic autoencoder");
        assertThatThrownBy(() -> PosteriorDiagnostics.activeUnits(model, data))
                .hasMessageContaining("found a deterministic autoencoder");
    }

    /** A few examples, each repeated so often that there are many draws; all have an equal part of q(z). */
    private static BatchList corners(double[][] corners, int times) {
        INDArray x = Values.array(DataType.FLOAT, corners.length * times, 2, i -> {
            int row = i % (corners.length * times);
            return corners[row % corners.length][i / (corners.length * times)];
        });
        return new BatchList(List.of(x));
    }

    /** On a lattice with equal variances q(z) is the product of its marginals, draw by draw. */
    @Test
    void independentDimensionsHaveNoTotalCorrelation() {
        LatentModel model = encoder(new double[] {1.5, 0.7}, new double[] {0.1, 0}, new double[] {0.5, 0.4});
        PosteriorDiagnostics found = PosteriorDiagnostics.of(
                model, corners(new double[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}}, 50), 200, 5);
        assertThat(found.totalCorrelationNats()).isCloseTo(0, within(1e-12));
        assertThat(found.dimensionKlNats()).isCloseTo(found.marginalKlNats(), within(1e-12));
    }

    /**
     * The total correlation by an integral over the plane, of which a thousand draws miss some hundredths of a nat:
     * four standard errors of a spread of 0.5.
     */
    @Test
    void totalCorrelationAgreesWithAnIntegralOverThePlane() {
        double[][] corners = {{-1, -1.2}, {-0.3, 0.2}, {1, 0.8}, {1.6, -0.4}};
        LatentModel model = encoder(new double[] {1.1, 1.3}, new double[2], new double[] {0.4, 0.3});
        PosteriorDiagnostics found = PosteriorDiagnostics.of(model, corners(corners, 300), 1200, 5);
        double expected = 0;
        double dimensions = 0;
        double h = 0.02;
        for (double a = -5; a < 5; a += h) {
            for (double b = -5; b < 5; b += h) {
                double joint = 0;
                double first = 0;
                double second = 0;
                for (double[] corner : corners) {
                    double p = normal(a, 1.1 * corner[0], 0.4);
                    double q = normal(b, 1.3 * corner[1], 0.3);
                    joint += p * q / 4;
                    first += p / 4;
                    second += q / 4;
                }
                if (joint > 1e-300) {
                    expected += h * h * joint * Math.log(joint / (first * second));
                    dimensions += h * h * joint * Math.log(first * second / (normal(a, 0, 1) * normal(b, 0, 1)));
                }
            }
        }
        assertThat(expected).isGreaterThan(0.3);
        assertThat(found.totalCorrelationNats()).isCloseTo(expected, within(0.06));
        assertThat(found.dimensionKlNats()).isCloseTo(dimensions, within(0.06));
        assertThat(found.mutualInformationNats() + found.totalCorrelationNats() + found.dimensionKlNats())
                .isCloseTo(found.klNats(), within(1e-9));
    }

    private static double normal(double x, double mean, double sigma) {
        double e = (x - mean) / sigma;
        return Math.exp(-0.5 * e * e) / (sigma * Math.sqrt(2 * Math.PI));
    }

    @Test
    void aCollapsedPosteriorHasNoInformationAndNoActiveDimension() {
        PosteriorDiagnostics found = PosteriorDiagnostics.of(
                encoder(new double[2], new double[2], new double[] {1, 1}), normal(100, 2), 100, 5);
        assertThat(found.klNats()).isCloseTo(0, within(1e-12));
        assertThat(found.mutualInformationNats()).isCloseTo(0, within(0.3));
        assertThat(found.activeUnits()).isZero();
    }
}
