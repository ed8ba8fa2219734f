package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
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
import org.nd4j.linalg.factory.Nd4j;
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

    private static IActivation dl4jActivation(Nonlinearity f) {
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

    private static final int HIDDEN = 6;

    /** A network with the given first layer, which draws the same weights for any layer of the same size. */
    private static ComputationGraph behind(Layer first) {
        return Networks.chain(DataType.DOUBLE, FEATURES, first, Networks.dense(FEATURES, Nonlinearity.TANH), output());
    }

    private static DenseLayer dl4jLayer(Nonlinearity f) {
        return new DenseLayer.Builder()
                .nOut(HIDDEN)
                .activation(dl4jActivation(f))
                .build();
    }

    private static INDArray examples() {
        return Values.normal(1, DataType.DOUBLE, 9, FEATURES, 1);
    }

    /** The two round differently, by a few units of 1e-16. */
    @ParameterizedTest
    @EnumSource(
            names = {"GELU", "UNIT_CLAMP"},
            mode = EnumSource.Mode.EXCLUDE)
    void outputEqualsThatOfDl4jsDenseLayer(Nonlinearity f) {
        double[] expected = Values.of(behind(dl4jLayer(f)).outputSingle(examples()));
        assertThat(Values.of(behind(Networks.dense(HIDDEN, f)).outputSingle(examples())))
                .containsExactly(expected, within(1e-14));
    }

    /** The tolerance is wider for the leaky ReLU, whose slope DL4J stores in single precision. */
    @ParameterizedTest
    @EnumSource(
            names = {"GELU", "UNIT_CLAMP"},
            mode = EnumSource.Mode.EXCLUDE)
    void gradientEqualsThatOfDl4jsDenseLayer(Nonlinearity f) {
        double tolerance = f.name().startsWith("LEAKY") ? 1e-8 : 1e-12;
        double[] expected = GradientCheck.gradient(behind(dl4jLayer(f)), examples(), examples());
        assertThat(GradientCheck.gradient(behind(Networks.dense(HIDDEN, f)), examples(), examples()))
                .containsExactly(expected, within(tolerance));
    }

    @Test
    void dropoutMasksTheInputAsInDl4jsDenseLayer() {
        DenseBlock block = Networks.dense(HIDDEN, Nonlinearity.TANH);
        block.setIDropout(new Dropout(0.5));
        DenseLayer layer = new DenseLayer.Builder()
                .nOut(HIDDEN)
                .activation(Activation.TANH)
                .dropOut(new Dropout(0.5))
                .build();
        assertThat(gradientUnderDropout(block)).containsExactly(gradientUnderDropout(layer), within(1e-12));
    }

    /** Seeds DL4J's generator, so that every layer drops the same values. */
    private static double[] gradientUnderDropout(Layer dropping) {
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                Networks.dense(7, Nonlinearity.IDENTITY),
                dropping,
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                output());
        Nd4j.getRandom().setSeed(11);
        return GradientCheck.gradient(graph, examples(), examples());
    }

    @Test
    void refusesWeightNoise() {
        DenseBlock block = Networks.dense(FEATURES, Nonlinearity.TANH);
        block.setWeightNoise(new DropConnect(0.5));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, block, output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight noise");
    }

    @Test
    void refusesANetworkThatDoesNotSetTheNumberOfInputs() {
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
