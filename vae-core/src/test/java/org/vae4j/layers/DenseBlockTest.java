package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class DenseBlockTest extends LayerContract {

    private static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(0.7), ElboObjective.standard());
    }

    @Override
    Stream<Case> cases() {
        return Arrays.stream(Nonlinearity.values())
                .map(f -> new Case(
                        f.name(),
                        type -> Networks.chain(
                                type,
                                FEATURES,
                                new DenseBlock.Builder()
                                        .nOut(6)
                                        .nonlinearity(f)
                                        .withoutInputGradient()
                                        .build(),
                                Networks.dense(4, f),
                                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                                output())));
    }

    private static IActivation activation(Nonlinearity f) {
        return switch (f) {
            case IDENTITY -> Activation.IDENTITY.getActivationFunction();
            case RELU -> Activation.RELU.getActivationFunction();
            case LEAKY_RELU -> Activation.LEAKYRELU.getActivationFunction();
            case LEAKY_RELU_20 -> new ActivationLReLU(0.2);
            case TANH -> Activation.TANH.getActivationFunction();
            case SIGMOID -> Activation.SIGMOID.getActivationFunction();
            case SOFTPLUS -> Activation.SOFTPLUS.getActivationFunction();
            case ELU -> Activation.ELU.getActivationFunction();
            case SWISH -> Activation.SWISH.getActivationFunction();
            case HARDTANH -> Activation.HARDTANH.getActivationFunction();
            case GELU -> throw new IllegalArgumentException("DL4J's is an approximation");
            case UNIT_CLAMP -> throw new IllegalArgumentException("DL4J has none");
        };
    }

    /** Both round differently, by a few units of 1e-16; DL4J's slopes of the leaky ReLU are floats. */
    @ParameterizedTest
    @EnumSource(
            names = {"GELU", "UNIT_CLAMP"},
            mode = EnumSource.Mode.EXCLUDE)
    void isTheFunctionOfTheDenseLayerOfDl4j(Nonlinearity f) {
        DenseLayer theirs =
                new DenseLayer.Builder().nOut(6).activation(activation(f)).build();
        ComputationGraph a = Networks.chain(
                DataType.DOUBLE, FEATURES, Networks.dense(6, f), Networks.dense(FEATURES, Nonlinearity.TANH), output());
        ComputationGraph b = Networks.chain(
                DataType.DOUBLE, FEATURES, theirs, Networks.dense(FEATURES, Nonlinearity.TANH), output());
        INDArray x = Values.normal(1, DataType.DOUBLE, 9, FEATURES, 1);
        assertThat(Values.of(a.outputSingle(x))).containsExactly(Values.of(b.outputSingle(x)), within(1e-14));
        double tolerance = f.name().startsWith("LEAKY") ? 1e-8 : 1e-12;
        assertThat(GradientCheck.gradient(a, x, x)).containsExactly(GradientCheck.gradient(b, x, x), within(tolerance));
    }

    /** The same mask falls on both, because DL4J's generator is seeded alike before each. */
    @Test
    void dropoutIsAppliedAsInTheDenseLayerOfDl4j() {
        INDArray x = Values.normal(1, DataType.DOUBLE, 9, FEATURES, 1);
        double[][] gradients = new double[2][];
        for (int i = 0; i < 2; i++) {
            DenseBlock ours = Networks.dense(6, Nonlinearity.TANH);
            ours.setIDropout(new Dropout(0.5));
            DenseLayer theirs = new DenseLayer.Builder()
                    .nOut(6)
                    .activation(Activation.TANH)
                    .dropOut(new Dropout(0.5))
                    .build();
            ComputationGraph graph = Networks.chain(
                    DataType.DOUBLE,
                    FEATURES,
                    Networks.dense(7, Nonlinearity.IDENTITY),
                    i == 0 ? ours : theirs,
                    Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                    output());
            org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(11);
            gradients[i] = GradientCheck.gradient(graph, x, x);
        }
        assertThat(gradients[0]).containsExactly(gradients[1], within(1e-12));
    }

    @Test
    void weightNoiseIsRefused() {
        DenseBlock block = Networks.dense(FEATURES, Nonlinearity.TANH);
        block.setWeightNoise(new DropConnect(0.5));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, block, output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight noise");
    }

    @Test
    void sizesThatAreNotSetAreRefused() {
        ComputationGraph untyped = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer("block", Networks.dense(3, Nonlinearity.TANH), "x")
                .addLayer("out", output(), "block")
                .setOutputs("out")
                .build());
        assertThatThrownBy(untyped::init)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found nIn = 0, nOut = 3");
    }

    @Test
    void configurationsDifferByTheirFields() {
        DenseBlock block = Networks.dense(3, Nonlinearity.TANH);
        assertThat(block).isEqualTo(Networks.dense(3, Nonlinearity.TANH));
        assertThat(block).isNotEqualTo(Networks.dense(3, Nonlinearity.RELU));
        assertThat(block).isNotEqualTo(Networks.dense(4, Nonlinearity.TANH));
        DenseBlock first = new DenseBlock.Builder()
                .nOut(3)
                .nonlinearity(Nonlinearity.TANH)
                .withoutInputGradient()
                .build();
        assertThat(block).isNotEqualTo(first);
    }
}
