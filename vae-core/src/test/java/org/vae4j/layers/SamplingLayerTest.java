package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class SamplingLayerTest extends LayerContract {

    private static final int LATENT = 3;
    private static final int ROWS = 4;
    private static final PosteriorFamily DIAGONAL = new DiagonalGaussianPosterior();

    private static SamplingLayer layer(PosteriorFamily family) {
        return new SamplingLayer(family, LATENT, new SamplingLayer.Noise(17, "latent", 1));
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(DIAGONAL, new FullGaussianPosterior())
                .map(family -> new Case(
                        family.name(),
                        type -> Networks.chain(
                                type,
                                FEATURES,
                                Networks.dense(family.parameterCount(LATENT), Nonlinearity.TANH),
                                layer(family),
                                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                                Networks.output())));
    }

    private static SamplingLayerImpl implementation() {
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                DIAGONAL.parameterCount(LATENT),
                layer(DIAGONAL),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
        return (SamplingLayerImpl) graph.getLayer(0);
    }

    private static Matrix parameters() {
        return Matrix.of(Values.normal(1, DataType.DOUBLE, ROWS, 2 * LATENT, 1));
    }

    @Test
    void locationOfADiagonalGaussianIsItsMean() {
        SamplingLayerImpl layer = implementation();
        Matrix z = Matrix.allocate(DataType.DOUBLE, ROWS, LATENT);
        layer.useNoise(NoisePosition.location());
        layer.forward(parameters(), z);
        assertThat(Values.of(z)).isEqualTo(Arrays.copyOf(Values.of(parameters()), ROWS * LATENT));
    }

    /** The noise of an earlier draw must not enter the gradient of a location. */
    @Test
    void refusesABackwardPassOfALocation() {
        SamplingLayerImpl layer = implementation();
        Matrix z = Matrix.allocate(DataType.DOUBLE, ROWS, LATENT);
        layer.forward(parameters(), z);
        layer.useNoise(NoisePosition.location());
        layer.forward(parameters(), z);
        Matrix zGradient = Matrix.of(Values.normal(2, DataType.DOUBLE, ROWS, LATENT, 1));
        GradientTarget target = GradientTarget.overwrite(Matrix.allocate(DataType.DOUBLE, ROWS, 2 * LATENT));
        assertThatThrownBy(() -> layer.backward(parameters(), z, zGradient, target))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found a backward pass behind one that put out the location");
    }
}
