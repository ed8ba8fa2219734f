package org.vae4j.objective.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.TermContract;

class CovarianceTermTest extends TermContract {

    private static final double[][] CORNERS = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};

    @Override
    protected Term term() {
        return new CovarianceTerm(CovarianceTerm.Of.AGGREGATE, 3, 7);
    }

    @ParameterizedTest
    @EnumSource
    void weightsOfZeroLeaveTheBoundUnchangedToTheBit(CovarianceTerm.Of of) {
        assertSameBits(with(1.3, new CovarianceTerm(of, 0, 0)), with(1.3));
    }

    /** A batch whose posteriors have the given means and one log-variance. */
    private static LatentBatch batch(double[][] means, double logVar) {
        int size = means[0].length;
        LatentBatch batch = new LatentBatch(
                List.of(LatentPart.of(size, new DiagonalGaussianPosterior(), new StandardNormalPrior())),
                means.length,
                1);
        LatentRows latent = batch.latents().get(0);
        double[] parameters = latent.parameters().values();
        Arrays.fill(parameters, logVar);
        for (int e = 0; e < means.length; e++) {
            for (int j = 0; j < size; j++) {
                parameters[latent.parameters().at(e, j)] = means[e][j];
            }
        }
        return batch;
    }

    private double value(Term term, LatentBatch batch) {
        return with(1, term).evaluate(batch, MOMENT).get("dip");
    }

    /** Each of the two weights counts without the other. */
    @ParameterizedTest
    @EnumSource
    void partsAreAdded(CovarianceTerm.Of of) {
        LatentBatch batch = batch(new double[][] {{0.3, 1}, {2, -1}, {-1, 0.5}}, -1);
        double offDiagonal = value(new CovarianceTerm(of, 3, 0), batch);
        double diagonal = value(new CovarianceTerm(of, 0, 7), batch);
        assertThat(offDiagonal).isPositive();
        assertThat(diagonal).isPositive();
        assertThat(value(new CovarianceTerm(of, 3, 7), batch)).isCloseTo(offDiagonal + diagonal, within(1e-12));
    }

    /** The corners of a square have the identity as their covariance. */
    @Test
    void isZeroForMeansWithIdentityCovariance() {
        assertThat(value(new CovarianceTerm(CovarianceTerm.Of.MEANS, 3, 7), batch(CORNERS, 0)))
                .isZero();
    }

    /** Means with the variance 0.36 and posteriors with the variance 1 - 0.36. */
    @Test
    void isZeroForAnAggregatePosteriorWithIdentityCovariance() {
        double[][] inner = {{0.6, 0.6}, {0.6, -0.6}, {-0.6, 0.6}, {-0.6, -0.6}};
        assertThat(value(term(), batch(inner, Math.log(1 - 0.36)))).isCloseTo(0, within(1e-30));
    }

    /** The means μ = Wx + c of points x with identity covariance have the covariance W Wᵀ, here written out. */
    @ParameterizedTest
    @EnumSource
    void valueOfALinearEncoderHasItsClosedForm(CovarianceTerm.Of of) {
        double[][] weights = {{0.5, -1.2}, {2, 0.3}};
        double[][] means = Arrays.stream(CORNERS)
                .map(x -> new double[] {
                    4 + weights[0][0] * x[0] + weights[0][1] * x[1], weights[1][0] * x[0] + weights[1][1] * x[1] - 1
                })
                .toArray(double[][]::new);
        double variance = of == CovarianceTerm.Of.AGGREGATE ? 0.3 : 0;
        double first = 0.25 + 1.44 + variance - 1;
        double second = 4 + 0.09 + variance - 1;
        double across = 0.5 * 2 - 1.2 * 0.3;
        assertThat(value(new CovarianceTerm(of, 3, 7), batch(means, Math.log(0.3))))
                .isCloseTo(3 * 2 * across * across + 7 * (first * first + second * second), within(1e-12));
    }

    @Test
    void doesNotChangeWhenTheBatchIsRepeated() {
        Random random = new Random(2);
        double[][] once = new double[5][3];
        Arrays.stream(once).forEach(row -> Arrays.setAll(row, j -> random.nextGaussian()));
        double[][] twice = new double[10][];
        Arrays.setAll(twice, e -> once[e % 5]);
        assertThat(value(term(), batch(twice, 0.2))).isCloseTo(value(term(), batch(once, 0.2)), within(1e-12));
    }
}
