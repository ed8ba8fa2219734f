package org.vae4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What holds for every batched distribution. A new one needs the four methods below and its own formulas tested. */
abstract class BatchedDistributionContract {

    static final int BATCH = 3;
    static final int DIMS = 4;

    /** The distribution whose parameters are all functions of one matrix of numbers around 0. */
    abstract BatchedDistribution create(INDArray parameters);

    abstract double noise(UniformRandomProvider random);

    abstract double scalarLogDensity(double x, double parameter);

    abstract double scalarEntropy(double parameter);

    private final INDArray parameters = Nd4j.linspace(DataType.DOUBLE, -1.5, 0.25, BATCH * DIMS)
            .reshape('c', BATCH, DIMS)
            .dup('f');

    @Test
    void perDimensionValuesAreTheScalarFormulas() {
        INDArray x = filledByNoise(DataType.DOUBLE, BATCH, 1);
        INDArray logDensity = create(parameters).logDensityPerDimension(x);
        INDArray entropy = create(parameters).entropyPerDimension();
        for (int i = 0; i < BATCH; i++) {
            for (int j = 0; j < DIMS; j++) {
                double parameter = parameters.getDouble(i, j);
                assertThat(logDensity.getDouble(i, j)).isEqualTo(scalarLogDensity(x.getDouble(i, j), parameter));
                assertThat(entropy.getDouble(i, j)).isEqualTo(scalarEntropy(parameter));
            }
        }
    }

    @Test
    void perExampleValuesAreTheSumsOverDimensions() {
        INDArray x = filledByNoise(DataType.DOUBLE, BATCH, 2);
        BatchedDistribution distribution = create(parameters);
        assertThat(distribution.logDensity(x))
                .containsExactly(distribution.logDensityPerDimension(x).sum(1).toDoubleVector(), within(1e-13));
        assertThat(distribution.entropy())
                .containsExactly(distribution.entropyPerDimension().sum(1).toDoubleVector(), within(1e-13));
    }

    @Test
    void theOrderInMemoryDoesNotMatter() {
        INDArray x = filledByNoise(DataType.DOUBLE, BATCH, 3);
        INDArray wide = Nd4j.zeros(DataType.DOUBLE, BATCH, DIMS + 5);
        wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 2 + DIMS)).assign(parameters);
        INDArray view = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 2 + DIMS));
        double[] expected = create(parameters).logDensity(x);
        assertThat(create(parameters.dup('c')).logDensity(x.dup('c'))).containsExactly(expected);
        assertThat(create(view).logDensity(x)).containsExactly(expected);
        assertThat(create(view).sample(x)).isEqualTo(create(parameters).sample(x));
    }

    @Test
    void arraysReturnedAreNewOfTheTypeOfTheParametersAndInColumnOrder() {
        INDArray floats = parameters.castTo(DataType.FLOAT);
        INDArray noise = filledByNoise(DataType.FLOAT, BATCH, 4);
        BatchedDistribution distribution = create(floats);
        for (INDArray returned : new INDArray[] {
            distribution.mean(),
            distribution.sample(noise),
            distribution.logDensityPerDimension(noise),
            distribution.entropyPerDimension()
        }) {
            assertThat(returned.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(returned.ordering()).isEqualTo('f');
            assertThat(returned.shape()).containsExactly(BATCH, DIMS);
            returned.assign(99);
        }
        assertThat(floats).isEqualTo(parameters.castTo(DataType.FLOAT));
        assertThat(distribution.batch()).isEqualTo(BATCH);
        assertThat(distribution.dims()).isEqualTo(DIMS);
    }

    @Test
    void samplesHaveTheMeanAndTheEntropyNamed() {
        int n = 40_000;
        INDArray row = parameters.getRow(1, true);
        BatchedDistribution many = create(Nd4j.tile(row, n, 1));
        INDArray samples = many.sample(filledByNoise(DataType.DOUBLE, n, 5));
        // Standard deviations here are below 1.2 and entropies' below 1: six standard errors of n draws.
        assertThat(samples.mean(0).toDoubleVector())
                .containsExactly(create(row).mean().toDoubleVector(), within(6 * 1.2 / Math.sqrt(n)));
        double meanLogDensity = 0;
        for (double logDensity : many.logDensity(samples)) {
            meanLogDensity += logDensity / n;
        }
        assertThat(-meanLogDensity).isCloseTo(create(row).entropy()[0], within(6 * Math.sqrt(DIMS) / Math.sqrt(n)));
    }

    @Test
    void aSampleDependsOnNothingButTheNoise() {
        INDArray noise = filledByNoise(DataType.DOUBLE, BATCH, 6);
        assertThat(create(parameters).sample(noise))
                .isEqualTo(create(parameters).sample(noise.dup()));
    }

    @Test
    void otherShapesAreRefused() {
        INDArray narrow = Nd4j.zeros(DataType.DOUBLE, BATCH, DIMS - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(parameters).logDensity(narrow))
                .withMessageContaining("x: found shape [3, 3], expected [3, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(parameters).sample(narrow))
                .withMessageContaining("noise: found shape [3, 3]");
        assertThatIllegalArgumentException().isThrownBy(() -> create(Nd4j.zeros(DataType.DOUBLE, 2, 2, 2)));
    }

    final INDArray filledByNoise(DataType type, int rows, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        INDArray matrix = Nd4j.createUninitialized(type, new long[] {rows, DIMS}, 'f');
        for (int i = 0; i < rows * DIMS; i++) {
            matrix.data().put(i, noise(random));
        }
        return matrix;
    }
}
