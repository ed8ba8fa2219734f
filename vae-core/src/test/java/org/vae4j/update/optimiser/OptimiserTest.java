package org.vae4j.update.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.train.FlushingAdam;

class OptimiserTest {

    private static final int FEATURES = 5;
    private static final IUpdater ADAM = FlushingAdam.withLearningRate(0.01);
    private static final IUpdater DESCENT = new Sgd(0.1);

    /** One layer of the encoder and one of the decoder. */
    private static ComputationGraphConfiguration network() {
        return new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("encoder-1", Networks.dense(3, Nonlinearity.TANH), "x")
                .addLayer("decoder-1", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "encoder-1")
                .setOutputs("decoder-1")
                .build();
    }

    private static BaseLayer layer(ComputationGraphConfiguration network, String name) {
        LayerVertex vertex = (LayerVertex) network.getVertices().get(name);
        return (BaseLayer) vertex.getLayerConf().getLayer();
    }

    private static GroupDecay decayOf(ParameterGroup group) {
        return new GroupDecay(group, GroupDecay.Form.DECOUPLED, 0.1);
    }

    private static Optimiser withDecoderBy(Optimiser own) {
        return Optimiser.of(ADAM).withGroups(List.of(new GroupOptimiser(ParameterGroup.DECODER, own)));
    }

    @Test
    void layersOfAGroupGetTheGroupsUpdater() {
        ComputationGraphConfiguration network = network();
        withDecoderBy(Optimiser.of(DESCENT)).configure(network);
        assertThat(layer(network, "encoder-1").getIUpdater()).isEqualTo(ADAM);
        assertThat(layer(network, "decoder-1").getIUpdater()).isEqualTo(DESCENT);
    }

    @Test
    void onlyLayersOfTheDecayingGroupGetTheDecay() {
        ComputationGraphConfiguration network = network();
        Optimiser.of(ADAM, decayOf(ParameterGroup.ENCODER)).configure(network);
        assertThat(layer(network, "encoder-1").getRegularization()).containsExactly(new WeightDecay(0.1, true));
        assertThat(layer(network, "decoder-1").getRegularization()).isNullOrEmpty();
    }

    @Test
    void refusesADecayOfAGroupWithoutLayers() {
        Optimiser optimiser = Optimiser.of(ADAM, decayOf(ParameterGroup.PRIOR));
        assertThatThrownBy(() -> optimiser.configure(network()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no layer of the group prior");
    }

    /** The decay would apply to no layer, as the optimiser is that of the decoder alone. */
    @Test
    void refusesADecayOfLayersOutsideTheGroup() {
        Optimiser optimiser = withDecoderBy(Optimiser.of(DESCENT, decayOf(ParameterGroup.ENCODER)));
        assertThatThrownBy(() -> optimiser.configure(network()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no layer of the group encoder among [decoder-1]");
    }
}
