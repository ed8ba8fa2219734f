package org.vae4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.StableMath;

class BernoulliLogitsTest extends BatchedDistributionContract {

    @Override
    BatchedDistribution create(INDArray parameters) {
        return BernoulliLogits.of(parameters);
    }

    @Override
    double noise(UniformRandomProvider random) {
        return random.nextDouble();
    }

    @Override
    double scalarLogDensity(double x, double parameter) {
        return Bernoulli.logProbability(x, parameter);
    }

    @Override
    double scalarEntropy(double parameter) {
        return Bernoulli.entropy(parameter);
    }

    @Test
    void logitOfNaNIsRefused() {
        assertThatThrownBy(() -> BernoulliLogits.of(Nd4j.create(new double[][] {{0, Double.NaN}})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("logits: found NaN, expected numbers");
    }

    @Test
    void meanIsTheProbabilityOfOne() {
        BernoulliLogits distribution = BernoulliLogits.of(Nd4j.create(new double[][] {{0, 2}}));
        assertThat(distribution.mean().toDoubleVector())
                .containsExactly(new double[] {0.5, StableMath.sigmoid(2)}, within(1e-15));
    }

    @Test
    void probabilitiesOfAllImagesSumToOne() {
        BernoulliLogits distribution = BernoulliLogits.of(Nd4j.create(new double[][] {{0.3, -2, 5, 0}}));
        double sum = 0;
        for (int image = 0; image < 16; image++) {
            double[] bits = {image & 1, image >> 1 & 1, image >> 2 & 1, image >> 3 & 1};
            sum += Math.exp(distribution.logDensity(Nd4j.create(new double[][] {bits}))[0]);
        }
        assertThat(sum).isCloseTo(1, within(1e-14));
    }

    @Test
    void klIsPerDimensionAndPerExample() {
        BernoulliLogits p = BernoulliLogits.of(Nd4j.create(new double[][] {{0, 2}, {-1, 1}}));
        BernoulliLogits q = BernoulliLogits.of(Nd4j.create(new double[][] {{1, 2}, {3, -3}}));
        assertThat(p.klPerDimension(q).toDoubleMatrix()).isDeepEqualTo(new double[][] {
            {Bernoulli.kl(0, 1), 0}, {Bernoulli.kl(-1, 3), Bernoulli.kl(1, -3)}
        });
        assertThat(p.kl(q)).containsExactly(p.klPerDimension(q).sum(1).toDoubleVector(), within(1e-14));
    }

    @Test
    void klBetweenDifferentShapesIsRefused() {
        BernoulliLogits one = BernoulliLogits.of(Nd4j.create(new double[][] {{0, 2}}));
        BernoulliLogits two = BernoulliLogits.of(Nd4j.create(new double[][] {{1, 2}, {3, -3}}));
        assertThatThrownBy(() -> one.kl(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("other: found shape [2, 2], expected [1, 2]");
    }
}
