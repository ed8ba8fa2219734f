package org.vae4j.baseline.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.baseline.linear.LinearAutoencoderLoss.Offset;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.PrincipalAngles;
import org.vae4j.math.descent.DifferentiableFunction;
import org.vae4j.math.descent.Lbfgs;

/** Compares linear autoencoders with the closed form on 10 features with variances 8, 4, 2, ..., rotated at random. */
class LinearAutoencoderTest {

    private static final int D = 10;
    private static final int P = 3;
    private static final Lbfgs.Config TIGHT = new Lbfgs.Config(20, 5000, 1e-10);

    private final INDArray x = data();
    private final Covariance raw = Covariance.of(x);
    private final Covariance centred = raw.centred();
    private final Pca pca = Pca.fit(raw, P);

    private static INDArray data() {
        INDArray turn = Nd4j.create(GaussianNoise.draw(2, D * D), new long[] {D, D}, 'f');
        double[] scales = new double[D];
        Arrays.setAll(scales, j -> Math.pow(2, (3 - j) / 2.0));
        INDArray noise = Nd4j.create(GaussianNoise.draw(1, 200 * D), new long[] {200, D}, 'f')
                .mulRowVector(Nd4j.create(scales, new long[] {1, D}, 'f'));
        return noise.mmul(turn).divi(Math.sqrt(D)).addiRowVector(Nd4j.create(GaussianNoise.draw(3, D), 1, D));
    }

    private static Lbfgs.Minimum minimise(DifferentiableFunction loss, long seed) {
        double[] start = GaussianNoise.draw(seed, loss.size());
        Arrays.setAll(start, i -> 0.3 * start[i]);
        Lbfgs.Minimum minimum = Lbfgs.minimise(loss, start, TIGHT, (i, point, value, norm) -> {});
        assertThat(minimum.converged()).isTrue();
        return minimum;
    }

    private SubspaceReport report(LinearAutoencoderLoss loss, double[] point) {
        return SubspaceReport.of(pca, raw, loss.decoder(point), loss.encoder(point));
    }

    /** Central differences of a polynomial of degree 4 in double: 1e-6 of the gradient's size. */
    private static void assertGradientIsRight(DifferentiableFunction loss) {
        double[] point = GaussianNoise.draw(17, loss.size());
        Arrays.setAll(point, i -> 0.4 * point[i]);
        double[] gradient = new double[loss.size()];
        loss.evaluate(point, gradient);
        double scale = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
        for (int i = 0; i < point.length; i++) {
            double h = 1e-5;
            double[] up = point.clone();
            double[] down = point.clone();
            up[i] += h;
            down[i] -= h;
            double[] unused = new double[point.length];
            double difference = (loss.evaluate(up, unused) - loss.evaluate(down, unused)) / (2 * h);
            assertThat(gradient[i]).as("variable %d", i).isCloseTo(difference, within(1e-6 * scale));
        }
    }

    @Test
    void gradientOfALinearAutoencoderMatchesFiniteDifferences() {
        for (Offset offset : Offset.values()) {
            for (Covariance data : List.of(raw, centred)) {
                assertGradientIsRight(LinearAutoencoderLoss.tied(data, P, offset));
                assertGradientIsRight(LinearAutoencoderLoss.untied(data, P, offset));
            }
        }
        assertGradientIsRight(LinearAutoencoderLoss.regularised(centred, new double[] {0.1, 0.5, 2}));
    }

    @Test
    void gradientOfALinearVaeMatchesFiniteDifferences() {
        assertGradientIsRight(LinearVaeLoss.withLearnedNoise(centred, P));
        assertGradientIsRight(LinearVaeLoss.withNoise(centred, P, 0.7));
    }

    /** The mean of ‖x - ABx - b‖² over the examples, one by one. */
    @Test
    void lossIsTheMeanOverTheExamples() {
        LinearAutoencoderLoss loss = LinearAutoencoderLoss.untied(raw, P, Offset.LEARNED);
        double[] point = GaussianNoise.draw(5, loss.size());
        INDArray reconstruction = x.mmul(loss.encoder(point).transpose())
                .mmul(loss.decoder(point).transpose())
                .addiRowVector(Nd4j.create(loss.bias(point), 1, D));
        INDArray residual = x.sub(reconstruction);
        double mean = residual.mul(residual).sumNumber().doubleValue() / x.rows();
        assertThat(loss.evaluate(point, new double[loss.size()])).isCloseTo(mean, within(1e-10 * mean));
        assertThat(loss.reconstructionError(point)).isCloseTo(mean, within(1e-10 * mean));
    }

    @Test
    void representativesHaveTheLossAndGradientOfTheData() {
        INDArray few = raw.representatives(9);
        assertThat(few.shape()).containsExactly(D + 1, D);
        Covariance again = Covariance.of(few);
        LinearAutoencoderLoss onAll = LinearAutoencoderLoss.untied(raw, P, Offset.LEARNED);
        LinearAutoencoderLoss onFew = LinearAutoencoderLoss.untied(again, P, Offset.LEARNED);
        double[] point = GaussianNoise.draw(6, onAll.size());
        double[] gradient = new double[onAll.size()];
        double[] gradientOnFew = new double[onAll.size()];
        double value = onAll.evaluate(point, gradient);
        assertThat(onFew.evaluate(point, gradientOnFew)).isCloseTo(value, within(1e-11 * value));
        assertThat(gradientOnFew).containsExactly(gradient, within(1e-10 * value));
    }

    @Test
    void plainAutoencodersFindTheSubspaceButNotTheDirections() {
        for (boolean tied : new boolean[] {true, false}) {
            LinearAutoencoderLoss loss = tied
                    ? LinearAutoencoderLoss.tied(centred, P, Offset.NONE)
                    : LinearAutoencoderLoss.untied(centred, P, Offset.NONE);
            double[] point = minimise(loss, 21).point();
            SubspaceReport report = report(loss, point);
            assertThat(report.maxPrincipalAngleRad()).isLessThan(1e-8);
            assertThat(report.relativeExcessError()).isCloseTo(0, within(1e-13));
            assertThat(report.columnsMinCos()).isLessThan(0.9);
            assertThat(report.columnsBestMatchMinCos()).isLessThan(0.95);
            assertThat(report.decoderSvdMinCos()).isLessThan(0.99);
            if (tied) {
                // UUᵀ can only be the projection where UᵀU = I.
                assertThat(report.orthonormalityDefect()).isLessThan(1e-8);
                assertThat(report.latentCovarianceMinCos()).isGreaterThan(1 - 1e-12);
            } else {
                assertThat(report.orthonormalityDefect()).isGreaterThan(0.1);
                assertThat(report.latentCovarianceMinCos()).isLessThan(0.99);
            }
        }
    }

    @Test
    void learnedBiasCentresTheData() {
        LinearAutoencoderLoss biased = LinearAutoencoderLoss.untied(raw, P, Offset.LEARNED);
        double[] point = minimise(biased, 22).point();
        assertThat(report(biased, point).maxPrincipalAngleRad()).isLessThan(1e-7);
        assertThat(biased.reconstructionError(point))
                .isCloseTo(pca.reconstructionError(), within(1e-12 * raw.totalVariance()));
    }

    @Test
    void autoencoderWithoutBiasFindsThePrincipalSubspaceAboutTheOrigin() {
        LinearAutoencoderLoss unbiased = LinearAutoencoderLoss.tied(raw, P, Offset.NONE);
        double[] off = minimise(unbiased, 23).point();
        assertThat(report(unbiased, off).maxPrincipalAngleRad()).isGreaterThan(0.05);
        Pca aboutOrigin = Pca.fit(raw.aboutOrigin(), P);
        SubspaceReport uncentred =
                SubspaceReport.of(aboutOrigin, raw.aboutOrigin(), unbiased.decoder(off), unbiased.encoder(off));
        assertThat(uncentred.maxPrincipalAngleRad()).isLessThan(1e-8);
        assertThat(uncentred.relativeExcessError()).isCloseTo(0, within(1e-13));
    }

    @Test
    void alternatingLeastSquaresConvergeToTheOptimum() {
        for (Offset offset : Offset.values()) {
            LinearAutoencoderLoss loss =
                    LinearAutoencoderLoss.untied(offset == Offset.LEARNED ? raw : centred, P, offset);
            double[] point = GaussianNoise.draw(31, loss.size());
            double[] gradient = new double[loss.size()];
            double before = loss.evaluate(point, gradient);
            for (int i = 0; i < 200; i++) {
                point = loss.alternate(point);
                double value = loss.evaluate(point, gradient);
                assertThat(value).isLessThan(before + 1e-12);
                before = value;
            }
            assertThat(Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum())).isLessThan(1e-9);
            assertThat(report(loss, point).maxPrincipalAngleRad()).isLessThan(1e-9);
            assertThat(report(loss, point).columnsBestMatchMinCos()).isLessThan(0.95);
            assertThat(before).isCloseTo(pca.reconstructionError(), within(1e-12 * raw.totalVariance()));
        }
    }

    @Test
    void alternatingLeastSquaresRefuseATiedAutoencoder() {
        double[] tied = new double[D * P];
        assertThatThrownBy(() ->
                        LinearAutoencoderLoss.tied(centred, P, Offset.NONE).alternate(tied))
                .hasMessageContaining("expected an untied one");
    }

    @Test
    void orthonormalAutoencoderStaysOrthonormalAndFindsTheDirectionsByItsLatentCovariance() {
        OrthonormalAutoencoder fitted = OrthonormalAutoencoder.fit(centred, P, TIGHT, 24, (i, u, error, norm) -> {
            INDArray matrix = Nd4j.create(u, new long[] {D, P}, 'f');
            assertThat(matrix.transpose()
                            .mmul(matrix)
                            .sub(Nd4j.eye(P).castTo(DataType.DOUBLE))
                            .norm2Number()
                            .doubleValue())
                    .isLessThan(1e-13);
        });
        assertThat(fitted.converged()).isTrue();
        INDArray u = fitted.directions();
        SubspaceReport report = SubspaceReport.of(pca, raw, u, u.transpose());
        assertThat(report.maxPrincipalAngleRad()).isLessThan(1e-9);
        assertThat(fitted.reconstructionError()).isCloseTo(pca.reconstructionError(), within(1e-12));
        assertThat(report.columnsBestMatchMinCos()).isLessThan(0.95);
        assertThat(report.latentCovarianceMinCos()).isGreaterThan(1 - 1e-12);
    }

    /** Singular values √(1 - λ/variance) of decoder and encoder (Kunin et al. 2019, theorem 4.2). */
    @Test
    void equalPenaltiesShowTheDirectionsInTheSingularVectorsOfTheDecoder() {
        double lambda = 0.5 * pca.explainedVariance()[P - 1];
        double[] penalties = new double[P];
        Arrays.fill(penalties, lambda);
        LinearAutoencoderLoss loss = LinearAutoencoderLoss.regularised(centred, penalties);
        double[] point = minimise(loss, 25).point();
        SubspaceReport report = report(loss, point);
        assertThat(report.decoderSvdMinCos()).isGreaterThan(1 - 1e-10);
        assertThat(report.columnsBestMatchMinCos()).isLessThan(0.99);
        assertThat(report.maxPrincipalAngleRad()).isLessThan(1e-7);
        double[] squares = org.vae4j.baseline.SymmetricEigen.of(
                        loss.decoder(point).transpose().mmul(loss.decoder(point)))
                .values();
        for (int i = 0; i < P; i++) {
            assertThat(squares[i]).isCloseTo(1 - lambda / pca.explainedVariance()[i], within(1e-8));
        }
        assertThat(loss.encoder(point).distance2(loss.decoder(point).transpose()))
                .isLessThan(1e-7);
    }

    /** Column i is √(1 - λ_i/variance_i) u_i (Bao et al. 2020, theorem 1). */
    @Test
    void increasingPenaltiesShowTheDirectionsInTheColumnsOfTheDecoder() {
        double smallest = pca.explainedVariance()[P - 1];
        double[] penalties = {0.2 * smallest, 0.4 * smallest, 0.6 * smallest};
        LinearAutoencoderLoss loss = LinearAutoencoderLoss.regularised(centred, penalties);
        double[] point = minimise(loss, 26).point();
        SubspaceReport report = report(loss, point);
        assertThat(report.columnsMinCos()).isGreaterThan(1 - 1e-10);
        for (int i = 0; i < P; i++) {
            double norm = loss.decoder(point).getColumn(i).norm2Number().doubleValue();
            assertThat(norm * norm).isCloseTo(1 - penalties[i] / pca.explainedVariance()[i], within(1e-8));
        }
    }

    @Test
    void linearVaeReachesTheLikelihoodOfProbabilisticPca() {
        LinearVaeLoss loss = LinearVaeLoss.withLearnedNoise(centred, P);
        Lbfgs.Minimum minimum = Lbfgs.minimise(
                loss, loss.start(GaussianNoise.draw(27, 2 * D * P)), TIGHT, (i, point, value, norm) -> {});
        assertThat(minimum.converged()).isTrue();
        ProbabilisticPca exact = ProbabilisticPca.fit(raw, P);
        assertThat(-minimum.value()).isCloseTo(exact.meanLogLikelihood(raw), within(1e-9));
        assertThat(loss.noiseVariance(minimum.point())).isCloseTo(exact.noiseVariance(), within(1e-7));
        INDArray w = loss.decoder(minimum.point());
        assertThat(w.mmul(w.transpose())
                        .distance2(exact.loadings().mmul(exact.loadings().transpose())))
                .isLessThan(1e-5);
        // A diagonal posterior needs orthogonal columns: they are the principal directions, in some order.
        SubspaceReport report = SubspaceReport.of(pca, raw, w, loss.encoder(minimum.point()));
        assertThat(report.columnsBestMatchMinCos()).isGreaterThan(1 - 1e-8);
    }

    /** At the best point within the span the gradients of A and Bᵀ are at right angles to it. */
    @Test
    void bestInSpanOfAPenalisedAutoencoderHasNoGradientWithinTheSpan() {
        double smallest = pca.explainedVariance()[P - 1];
        LinearAutoencoderLoss loss = LinearAutoencoderLoss.regularised(
                centred, new double[] {0.2 * smallest, 0.4 * smallest, 0.6 * smallest});
        double[] point = nearPca(41, loss.size());
        double[] best = loss.bestInSpan(point);
        double[] gradient = new double[loss.size()];
        assertThat(loss.evaluate(best, gradient)).isLessThan(loss.evaluate(point, new double[loss.size()]));
        assertThat(PrincipalAngles.largest(loss.decoder(point), loss.decoder(best)))
                .isLessThan(1e-7);
        assertThat(slopesWithin(loss.decoder(best), gradient, 2)).isLessThan(1e-11);
        assertThat(norm(gradient)).isGreaterThan(0.1);
        assertThat(loss.evaluate(loss.bestInSpan(best), new double[loss.size()]))
                .isCloseTo(loss.evaluate(best, new double[loss.size()]), within(1e-12));
    }

    @Test
    void bestInSpanRefusesATiedAutoencoder() {
        LinearAutoencoderLoss tied = LinearAutoencoderLoss.tied(centred, P, Offset.NONE);
        assertThatThrownBy(() -> tied.bestInSpan(new double[tied.size()]))
                .hasMessageContaining("expected an untied one");
    }

    @Test
    void bestInSpanOfALinearVaeHasNoGradientWithinTheSpan() {
        for (LinearVaeLoss loss :
                List.of(LinearVaeLoss.withLearnedNoise(centred, P), LinearVaeLoss.withNoise(centred, P, 0.01))) {
            double[] point = nearPca(42, loss.size());
            double[] best = loss.bestInSpan(point);
            double[] gradient = new double[loss.size()];
            assertThat(loss.evaluate(best, gradient)).isLessThan(loss.evaluate(point, new double[loss.size()]));
            assertThat(PrincipalAngles.largest(loss.decoder(point), loss.decoder(best)))
                    .isLessThan(1e-7);
            assertThat(slopesWithin(loss.decoder(best), gradient, 2)).isLessThan(1e-9);
            assertThat(Arrays.copyOfRange(gradient, 2 * D * P, loss.size()))
                    .containsOnly(new double[] {0}, within(1e-10));
            assertThat(norm(gradient)).isGreaterThan(0.1);
        }
    }

    /** A collapsed latent may become useful when another direction enters the span. */
    @Test
    void bestInSpanDoesNotSetACollapsedLatentToZero() {
        LinearVaeLoss loss = LinearVaeLoss.withNoise(centred, P, 1e3);
        double[] best = loss.bestInSpan(GaussianNoise.draw(43, loss.size()));
        assertThat(loss.klNats(best)).containsOnly(new double[] {0}, within(1e-6));
        assertThat(loss.decoder(best).norm2Number().doubleValue()).isGreaterThan(0);
    }

    /** Random variables, the first matrix of which spans about what the principal directions span. */
    private double[] nearPca(long seed, int size) {
        double[] point = GaussianNoise.draw(seed, size);
        double[] directions = pca.components().dup('f').data().asDouble();
        for (int i = 0; i < directions.length; i++) {
            point[i] = directions[i] + 0.1 * point[i];
        }
        return point;
    }

    /** The norm of the gradients to the first matrices of the variables, seen from within the span of the columns. */
    private static double slopesWithin(INDArray columns, double[] gradient, int matrices) {
        double sum = 0;
        for (int i = 0; i < matrices; i++) {
            INDArray part =
                    Nd4j.create(Arrays.copyOfRange(gradient, i * D * P, (i + 1) * D * P), new long[] {D, P}, 'f');
            sum += columns.transpose().mmul(part).norm2Number().doubleValue();
        }
        return sum;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** σ² above a variance leaves nothing to that direction: w = 0 and q(z|x) = p(z) (Lucas et al. 2019, section 4). */
    @Test
    void latentsWithLessVarianceThanTheNoiseCollapse() {
        double noise = 0.5 * (pca.explainedVariance()[1] + pca.explainedVariance()[2]);
        LinearVaeLoss loss = LinearVaeLoss.withNoise(centred, 5, noise);
        Lbfgs.Minimum minimum = Lbfgs.minimise(
                loss, loss.start(GaussianNoise.draw(28, 2 * D * 5)), TIGHT, (i, point, value, norm) -> {});
        double[] kl = loss.klNats(minimum.point());
        Arrays.sort(kl);
        assertThat(Arrays.copyOf(kl, 3)).containsOnly(new double[] {0}, within(1e-9));
        // ½ log(variance/σ²) is the information that an active latent carries.
        assertThat(kl[4]).isCloseTo(0.5 * Math.log(pca.explainedVariance()[0] / noise), within(1e-6));
        assertThat(kl[3]).isCloseTo(0.5 * Math.log(pca.explainedVariance()[1] / noise), within(1e-6));
    }

    @Test
    void moreLatentsThanFeaturesAreRefused() {
        assertThatThrownBy(() -> LinearAutoencoderLoss.tied(raw, 11, Offset.NONE))
                .hasMessageContaining("expected 1 to 10");
    }

    @Test
    void penaltyOfNaNIsRefused() {
        assertThatThrownBy(() -> LinearAutoencoderLoss.regularised(raw, new double[] {Double.NaN}))
                .hasMessageContaining("found a penalty of NaN");
    }

    @Test
    void noiseVarianceOutOfRangeIsRefused() {
        for (double variance : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> LinearVaeLoss.withNoise(raw, 2, variance))
                    .hasMessageContaining("found noiseVariance = " + variance);
        }
    }

    @Test
    void startWithTooLittleNoiseIsRefused() {
        assertThatThrownBy(() -> LinearVaeLoss.withNoise(raw, 2, 1).start(new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found 3 numbers of noise, expected at least 40");
    }
}
