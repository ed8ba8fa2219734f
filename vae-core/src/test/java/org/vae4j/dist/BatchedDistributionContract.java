package org.vae4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The tests that every batched distribution must pass, in addition to tests of its own formulas. */
abstract class BatchedDistributionContract {

    static final int BATCH = 3;
    static final int DIMS = 4;
    private static final int DRAWS = 40_000;

    /** The distribution whose parameters are all functions of one matrix of numbers around 0. */
    abstract BatchedDistribution create(INDArray parameters);

    /** A draw of the noise that the distribution's samples need. */
    abstract double noise(UniformRandomProvider random);

    /** The log-density of one dimension. */
    abstract double scalarLogDensity(double x, double parameter);

    /** The entropy of one dimension. */
    abstract double scalarEntropy(double parameter);

    private final INDArray parameters = Nd4j.linspace(DataType.DOUBLE, -1.5, 0.25, BATCH * DIMS)
            .reshape('c', BATCH, DIMS)
            .dup('f');

    @Test
    void perDimensionValuesMatchTheScalarFormulas() {
        INDArray x = filledByNoise(DataType.DOUBLE, BATCH, 1);
        INDArray logDensity = create(parameters).logDensityPerDimension(x);
        INDArray entropy = create(parameters).entropyPerDimension();
        for (int i = 0; i < BATCH; i++) {
            for (int j = 0; j < DIMS; j++) {
                double parameter = parameters.getDouble(i, j);
                assertThat(logDensity.getDouble(i, j))
                        .as("log-density of row %d, dimension %d", i, j)
                        .isEqualTo(scalarLogDensity(x.getDouble(i, j), parameter));
                assertThat(entropy.getDouble(i, j))
                        .as("entropy of row %d, dimension %d", i, j)
                        .isEqualTo(scalarEntropy(parameter));
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
    void resultsDoNotDependOnTheOrderInMemory() {
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
    void returnedArraysHaveTheTypeOfTheParametersAndColumnOrder() {
        for (INDArray returned : returnedArrays(create(parameters.castTo(DataType.FLOAT)))) {
            assertThat(returned.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(returned.ordering()).isEqualTo('f');
            assertThat(returned.shape()).containsExactly(BATCH, DIMS);
        }
    }

    @Test
    void returnedArraysDoNotShareMemoryWithTheParameters() {
        INDArray floats = parameters.castTo(DataType.FLOAT);
        for (INDArray returned : returnedArrays(create(floats))) {
            returned.assign(99);
        }
        assertThat(floats).isEqualTo(parameters.castTo(DataType.FLOAT));
    }

    private INDArray[] returnedArrays(BatchedDistribution distribution) {
        INDArray noise = filledByNoise(DataType.FLOAT, BATCH, 4);
        return new INDArray[] {
            distribution.mean(),
            distribution.sample(noise),
            distribution.logDensityPerDimension(noise),
            distribution.entropyPerDimension()
        };
    }

    @Test
    void sizesAreThoseOfTheParameters() {
        assertThat(create(parameters).batch()).isEqualTo(BATCH);
        assertThat(create(parameters).dims()).isEqualTo(DIMS);
    }

    /** Standard deviations are below 1.2; the tolerance is six standard errors. */
    @Test
    void samplesHaveTheMean() {
        INDArray row = parameters.getRow(1, true);
        INDArray samples = create(Nd4j.tile(row, DRAWS, 1)).sample(filledByNoise(DataType.DOUBLE, DRAWS, 5));
        assertThat(samples.mean(0).toDoubleVector())
                .containsExactly(create(row).mean().toDoubleVector(), within(6 * 1.2 / Math.sqrt(DRAWS)));
    }

    /** The standard deviation of a dimension's log-density is below 1; the tolerance is six standard errors. */
    @Test
    void meanNegLogDensityOfSamplesIsTheEntropy() {
        INDArray row = parameters.getRow(1, true);
        BatchedDistribution many = create(Nd4j.tile(row, DRAWS, 1));
        double[] logDensity = many.logDensity(many.sample(filledByNoise(DataType.DOUBLE, DRAWS, 5)));
        assertThat(-Arrays.stream(logDensity).average().orElseThrow())
                .isCloseTo(create(row).entropy()[0], within(6 * Math.sqrt(DIMS) / Math.sqrt(DRAWS)));
    }

    @Test
    void sampleIsAFunctionOfTheNoise() {
        INDArray noise = filledByNoise(DataType.DOUBLE, BATCH, 6);
        assertThat(create(parameters).sample(noise))
                .isEqualTo(create(parameters).sample(noise.dup()));
    }

    @Test
    void argumentsOfAnotherShapeAreRefused() {
        INDArray narrow = Nd4j.zeros(DataType.DOUBLE, BATCH, DIMS - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(parameters).logDensity(narrow))
                .withMessageContaining("x: found shape [3, 3], expected [3, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(parameters).sample(narrow))
                .withMessageContaining("noise: found shape [3, 3]");
    }

    @Test
    void parametersThatAreNoMatrixAreRefused() {
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
