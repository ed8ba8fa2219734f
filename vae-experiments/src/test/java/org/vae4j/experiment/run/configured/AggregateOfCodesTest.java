package org.vae4j.experiment.run.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.model.LatentModel;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/**
 * Whether the codes of MNIST follow the prior in autoencoders that are trained towards it: a plain, a Wasserstein and
 * an adversarial autoencoder with two latents see 10,000 images six times. The squared maximum mean discrepancy (MMD)
 * between codes a_i of n = 1,000 test images and draws b_i of N(0, I) is estimated without bias,
 *
 * <pre>
 * MMD² = 1/(n(n-1)) Σ_{i≠j} [k(a_i, a_j) + k(b_i, b_j)] - 2/n² Σ_{i,j} k(a_i, b_j)
 * k(a, b) = C / (C + ‖a - b‖²),   C = 2 · latents · scale
 * </pre>
 *
 * <p>The estimate is written anew here, independently of the objective's term.
 */
class AggregateOfCodesTest {

    private static final int CODES = 1000;
    private static final double[][] DRAWS = normal(1);

    private static String mnist = "";
    private static double[][] plain = {};
    private static double[][] wasserstein = {};
    private static double[][] adversarial = {};

    @BeforeAll
    static void train() {
        String dir = System.getenv("VAE_DATA_DIR");
        assumeTrue(
                dir != null && Files.isDirectory(Path.of(dir, "mnist")),
                "skipped: set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        mnist = dir;
        plain = codes("[]");
        wasserstein = codes("[{mmd: {weight: 300}}]");
        adversarial = codes("[{adversarial: {weight: 10, discriminator: [300, 300]}}]");
    }

    private static double[][] codes(String terms) {
        ExperimentConfig config = new ConfigResolver(
                        "mnist-vae", "{data: , model: , objective: , training: , evaluation: }", NoOptions.class)
                .resolve(List.of(
                        "data.dir=" + mnist,
                        "data.limit=10000",
                        "model={kind: autoencoder, latent: 2, encoder: [200], decoder: [200]}",
                        "training.learningRate=0.002",
                        "objective.terms=" + terms));
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed());
        LatentModel model = ConfiguredModel.create(config, data, 100);
        new Trainer(TrainConfig.epochs(6), List.of()).fit(model, data.training(100));
        INDArray x =
                data.evaluation(data.split().test().head(CODES), CODES).next().getFeatures();
        return model.location(x).toDoubleMatrix();
    }

    /** The scale at which C is the mean squared distance of two draws of N(0, I). */
    private static final double WIDE = 1;

    private static final double NARROW = 0.1;

    private static double[][] normal(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] z = new double[CODES][2];
        for (double[] row : z) {
            row[0] = random.nextGaussian();
            row[1] = random.nextGaussian();
        }
        return z;
    }

    private static double kernel(double[] a, double[] b, double scale) {
        double squares = 0;
        for (int j = 0; j < a.length; j++) {
            squares += (a[j] - b[j]) * (a[j] - b[j]);
        }
        double c = scale * 2 * a.length;
        return c / (c + squares);
    }

    /** MMD² between codes and {@link #DRAWS}; being unbiased, it may be below 0. */
    private static double discrepancy(double[][] codes, double scale) {
        double sum = 0;
        for (int i = 0; i < CODES; i++) {
            for (int j = 0; j < CODES; j++) {
                if (i != j) {
                    sum += (kernel(codes[i], codes[j], scale) + kernel(DRAWS[i], DRAWS[j], scale))
                            / (CODES * (CODES - 1.0));
                }
                sum -= 2 * kernel(codes[i], DRAWS[j], scale) / ((double) CODES * CODES);
            }
        }
        return sum;
    }

    /** The largest discrepancy between {@link #DRAWS} and 20 other sets of draws of N(0, I). */
    private static double noise(double scale) {
        double largest = 0;
        for (int seed = 2; seed < 22; seed++) {
            largest = Math.max(largest, discrepancy(normal(seed), scale));
        }
        return largest;
    }

    /** The codes, mapped linearly to mean 0 and covariance I, so that only the shape of their distribution is left. */
    private static double[][] whitened(double[][] codes) {
        RealMatrix centred = new Array2DRowRealMatrix(codes);
        for (int j = 0; j < codes[0].length; j++) {
            double mean = 0;
            for (double[] code : codes) {
                mean += code[j] / codes.length;
            }
            for (int i = 0; i < codes.length; i++) {
                centred.addToEntry(i, j, -mean);
            }
        }
        RealMatrix factor = new CholeskyDecomposition(new Covariance(codes).getCovarianceMatrix(), 1e-8, 0).getL();
        return centred.multiply(
                        new LUDecomposition(factor).getSolver().getInverse().transpose())
                .getData();
    }

    /**
     * Most of the discrepancy of a plain autoencoder comes from the location and the scale of its codes, which nothing
     * in its objective determines.
     */
    @ParameterizedTest
    @ValueSource(doubles = {WIDE, NARROW})
    void codesAreTenTimesNearerToThePriorThanThoseOfAPlainAutoencoder(double scale) {
        assertThat(discrepancy(wasserstein, scale)).isLessThan(discrepancy(plain, scale) / 10);
        assertThat(discrepancy(adversarial, scale)).isLessThan(discrepancy(plain, scale) / 10);
    }

    @Test
    void codesCannotBeToldFromDrawsOfThePriorAtTheWideScale() {
        assertThat(discrepancy(wasserstein, WIDE)).isLessThan(noise(WIDE));
        assertThat(discrepancy(adversarial, WIDE)).isLessThan(noise(WIDE));
        assertThat(discrepancy(plain, WIDE)).isGreaterThan(100 * noise(WIDE));
    }

    /**
     * Without location and scale the models differ less: at the narrow scale, the shape of a plain autoencoder's codes
     * can be told from N(0, I), that of a Wasserstein autoencoder's cannot, and an adversarial autoencoder's lies
     * between.
     */
    @Test
    void theShapeOfTheCodesIsNearerToThePriorThanThatOfAPlainAutoencoder() {
        double plainShape = discrepancy(whitened(plain), NARROW);
        assertThat(plainShape).isGreaterThan(3 * noise(NARROW));
        assertThat(discrepancy(whitened(wasserstein), NARROW)).isLessThan(noise(NARROW));
        assertThat(discrepancy(whitened(adversarial), NARROW)).isLessThan(plainShape / 2);
    }
}
