package org.vae4j.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.testing.Values;

class GaussianMixtureDensityTest {

    private static final long SEED = 3;

    /** A third at (4, -4) with the standard deviations 0.5 and 1, the others at (0, 1) with the correlation 0.8. */
    private static INDArray codes(int count) {
        INDArray codes = Values.normal(7, DataType.DOUBLE, count, 2, 1);
        for (int r = 0; r < count; r++) {
            double a = codes.getDouble(r, 0);
            double b = codes.getDouble(r, 1);
            codes.putScalar(r, 0, r % 3 == 0 ? 4 + 0.5 * a : a);
            codes.putScalar(r, 1, r % 3 == 0 ? b - 4 : 1 + 0.8 * a + 0.6 * b);
        }
        return codes;
    }

    private static FittedMixture fit(INDArray codes, int components, int iterations) {
        return (FittedMixture) new GaussianMixtureDensity(components, iterations).fit(codes, SEED);
    }

    /** The covariance of the rows of a matrix, divided by their number. */
    private static double[][] covariance(INDArray rows) {
        INDArray centred = rows.subRowVector(rows.mean(0));
        return centred.transpose().mmul(centred).div(rows.rows()).toDoubleMatrix();
    }

    @Test
    void oneComponentHasTheMomentsOfTheCodes() {
        INDArray codes = codes(300);
        GaussianComponent found = fit(codes, 1, 5).components().get(0);
        assertThat(found.weight()).isEqualTo(1);
        assertThat(found.mean()).containsExactly(codes.mean(0).toDoubleVector(), within(1e-12));
        // 1e-6 of the mean variance, some 5, is added to the diagonal.
        for (int i = 0; i < 2; i++) {
            assertThat(found.covariance()[i]).as("row %d", i).containsExactly(covariance(codes)[i], within(1e-5));
        }
    }

    /** The mean of -log p over data with the moments of p is its entropy, 1 + log 2π + ½ log det Σ. */
    @Test
    void negLogDensityOfOneComponentIsItsEntropy() {
        INDArray codes = codes(300);
        double[][] covariance = covariance(codes);
        double determinant = covariance[0][0] * covariance[1][1] - covariance[0][1] * covariance[1][0];
        assertThat(fit(codes, 1, 5).negLogDensityNats(codes, SEED))
                .isCloseTo(1 + Math.log(2 * Math.PI) + 0.5 * Math.log(determinant), within(1e-6));
    }

    /** 3,000 codes determine a mean to 0.03 and a covariance to a few hundredths. */
    @Test
    void fitFindsTheComponentsOfTheCodes() {
        List<GaussianComponent> found = fit(codes(3000), 2, 100).components().stream()
                .sorted(Comparator.comparing(GaussianComponent::weight))
                .toList();
        assertThat(found.get(0).weight()).isCloseTo(1 / 3.0, within(0.01));
        assertThat(found.get(0).mean()).containsExactly(new double[] {4, -4}, within(0.1));
        assertThat(found.get(0).covariance()[0]).containsExactly(new double[] {0.25, 0}, within(0.08));
        assertThat(found.get(0).covariance()[1]).containsExactly(new double[] {0, 1}, within(0.08));
        assertThat(found.get(1).mean()).containsExactly(new double[] {0, 1}, within(0.1));
        assertThat(found.get(1).covariance()[0]).containsExactly(new double[] {1, 0.8}, within(0.08));
        assertThat(found.get(1).covariance()[1]).containsExactly(new double[] {0.8, 1}, within(0.08));
    }

    /** The variance that is added to each diagonal may lower the likelihood slightly, here by less than 1e-5 nats. */
    @Test
    void eachIterationRaisesTheLikelihood() {
        INDArray codes = codes(200);
        double before = Double.POSITIVE_INFINITY;
        for (int iterations = 1; iterations < 12; iterations++) {
            double now = fit(codes, 4, iterations).negLogDensityNats(codes, SEED);
            assertThat(now).as("%d iterations", iterations).isLessThanOrEqualTo(before + 1e-5);
            before = now;
        }
        assertThat(before).isLessThan(fit(codes, 1, 1).negLogDensityNats(codes, SEED) - 0.5);
    }

    @Test
    void densityIntegratesToOne() {
        FittedMixture mixture = fit(codes(500), 2, 50);
        double step = 0.05;
        double sum = 0;
        for (double x = -8; x < 8; x += step) {
            for (double y = -10; y < 8; y += step) {
                sum += step * step * Math.exp(mixture.logDensity(new double[] {x, y}, new double[2], new double[2]));
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    /** The weighted density of a component in two dimensions: w exp(-½ dᵀ Σ⁻¹ d) / (2π √det Σ), d = z - mean. */
    private static double weightedDensity(GaussianComponent component, double x, double y) {
        double[][] c = component.covariance();
        double dx = x - component.mean()[0];
        double dy = y - component.mean()[1];
        double determinant = c[0][0] * c[1][1] - c[0][1] * c[1][0];
        double square = (c[1][1] * dx * dx - 2 * c[0][1] * dx * dy + c[0][0] * dy * dy) / determinant;
        return component.weight() * Math.exp(-0.5 * square) / (2 * Math.PI * Math.sqrt(determinant));
    }

    /** (2, -0.5) lies between the two components: neither explains it alone. */
    @Test
    void sharesAreThePosteriorProbabilitiesOfTheComponents() {
        FittedMixture mixture = fit(codes(500), 2, 50);
        double first = weightedDensity(mixture.components().get(0), 2, -0.5);
        double second = weightedDensity(mixture.components().get(1), 2, -0.5);
        double density = first + second;
        assertThat(Math.min(first, second) / density).isGreaterThan(0.05);
        double[] shares = new double[2];
        double[] scratch = new double[2];
        double logDensity = mixture.logDensity(new double[] {2, -0.5}, shares, scratch);
        assertThat(logDensity).isCloseTo(Math.log(density), within(1e-9));
        assertThat(shares).containsExactly(new double[] {first / density, second / density}, within(1e-9));
    }

    /**
     * The variances are about 4.3 and 6.6. With 20,000 draws the standard error of a mean is below 0.02, that of a
     * covariance below 0.07: the tolerances are five and nearly four of them.
     */
    @Test
    void drawsHaveTheMomentsOfTheCodes() {
        INDArray codes = codes(3000);
        INDArray draws = fit(codes, 3, 100).sample(20_000, 5).castTo(DataType.DOUBLE);
        assertThat(draws.mean(0).toDoubleVector()).containsExactly(codes.mean(0).toDoubleVector(), within(0.1));
        for (int i = 0; i < 2; i++) {
            assertThat(covariance(draws)[i]).as("row %d", i).containsExactly(covariance(codes)[i], within(0.25));
        }
    }

    @Test
    void drawsDoNotDependOnTheirCount() {
        FittedMixture mixture = fit(codes(300), 3, 20);
        assertThat(mixture.sample(2, 5))
                .isEqualTo(mixture.sample(100, 5).getRows(0, 1).dup('f'));
    }

    @Test
    void componentsKeepCopiesOfTheirArrays() {
        double[] mean = {1, 2};
        double[][] covariance = {{1, 0}, {0, 1}};
        GaussianComponent component = new GaussianComponent(1, mean, covariance);
        mean[0] = 7;
        covariance[0][0] = 7;
        component.mean()[1] = 7;
        component.covariance()[1][1] = 7;
        assertThat(component.mean()).containsExactly(1, 2);
        assertThat(component.covariance()).isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
    }

    @Test
    void savedMixtureIsTheSameWhenLoaded(@TempDir Path folder) throws IOException {
        INDArray codes = codes(200);
        CodeDensity mixture = fit(codes, 2, 20);
        mixture.save(folder.resolve("density"));
        CodeDensity loaded = new GaussianMixtureDensity().load(folder.resolve("density"));
        assertThat(loaded.sample(5, 2)).isEqualTo(mixture.sample(5, 2));
        assertThat(loaded.negLogDensityNats(codes, SEED)).isEqualTo(mixture.negLogDensityNats(codes, SEED));
    }

    /** The density underflows 60 standard deviations away in 64 dimensions; its logarithm does not. */
    @Test
    void negLogDensityOfFarCodesIsFinite() {
        INDArray codes = Values.normal(7, DataType.DOUBLE, 500, 64, 1);
        double nats = fit(codes, 2, 5).negLogDensityNats(codes.add(60), 0);
        assertThat(nats).isFinite().isGreaterThan(1e4);
    }

    @Test
    void mixtureWithoutComponentsIsRefused() {
        assertThatThrownBy(() -> new GaussianMixtureDensity(0, 1))
                .hasMessageContaining("found 0 components and 1 iterations, expected at least 1 of each");
    }

    @Test
    void moreComponentsThanCodesAreRefused() {
        assertThatThrownBy(() -> fit(codes(3), 4, 1))
                .hasMessageContaining(
                        "found 4 components for 3 codes, expected at least one and no more than there are codes");
    }

    @Test
    void codesWithoutVarianceAreRefused() {
        assertThatThrownBy(() -> fit(Nd4j.zeros(DataType.DOUBLE, 5, 2), 1, 1))
                .hasMessageContaining("found codes with the mean variance 0.0, expected a finite one above 0");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | no components",
                "{\"weights\": [\"NaN\"], \"means\": [[0]], \"covariances\": [[[1]]]} | weights that add up to NaN",
                "{\"weights\": [0.5], \"means\": [[0]], \"covariances\": [[[1]]]} | weights that add up to 0.5",
                "{\"weights\": [1], \"means\": [], \"covariances\": [[[1]]]} | 1 weights, 0 means and 1 covariances",
                "{\"weights\": [2, -1], \"means\": [[0], [1]], \"covariances\": [[[1]], [[1]]]} | the weight -1.0 of",
                "{\"weights\": [1], \"means\": [[0, 1]], \"covariances\": [[[1]]]} | a mean or a covariance of another",
                "{\"weights\": [1], \"mea | no mixture in JSON"
            })
    void damagedFileIsRefusedInOneLine(String json, String found, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("damaged.json"), json);
        assertThatThrownBy(() -> FittedMixture.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found " + found)
                .hasMessageNotContaining("\n")
                .hasMessageEndingWith("fit the density anew");
    }
}
