package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.DenseBlock;
import org.vae4j.model.LatentModel;
import org.vae4j.schedule.Constant;
import org.vae4j.testing.ForeignNetworks;
import org.vae4j.testing.ForeignNetworks.Case;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;
import org.vae4j.train.step.TrainingStep;
import org.vae4j.update.AdamNormGrad;

/** Training of networks with layers and vertices of DL4J, with DL4J's updaters and with this library's. */
class ForeignTrainingTest {

    private static final double ROUNDING = 1e-12;
    private static final int STEPS = 4;

    static Stream<Case> cases() {
        return ForeignNetworks.cases();
    }

    static Stream<Case> casesWithoutDraws() {
        return cases().filter(network -> !network.draws());
    }

    private static INDArray batch(int step, DataType type) {
        return Values.pixels(step, type, 6 + step % 2, ForeignNetworks.FEATURES);
    }

    private static double[] parameters(ComputationGraph graph) {
        return Values.of(graph.params().reshape(1, -1));
    }

    private static void train(LatentModel model, int from, int to) {
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = from; i < to; i++) {
                step.apply(batch(i, model.graph().params().dataType()));
            }
        }
    }

    private static void assertTrainsLikeFit(ComputationGraph stepped, ComputationGraph fitted) {
        try (TrainingStep step = new TrainingStep(LatentModel.of(stepped))) {
            for (int i = 0; i < STEPS; i++) {
                INDArray x = batch(i, DataType.DOUBLE);
                step.apply(x);
                fitted.fit(new DataSet(x, x));
                Values.assertClose("step " + i, parameters(stepped), parameters(fitted), ROUNDING);
            }
        }
    }

    /** The parameters include running moments. */
    @ParameterizedTest
    @MethodSource("casesWithoutDraws")
    void trainsLikeDl4jsFit(Case network) {
        for (IUpdater updater : List.of(FlushingAdam.withLearningRate(0.01), new Nesterovs(1e-4, 0.9))) {
            assertTrainsLikeFit(network.build(DataType.DOUBLE, updater), network.build(DataType.DOUBLE, updater));
        }
    }

    @Test
    void aStepUpdatesTheRunningMoments() {
        ComputationGraph graph =
                ForeignNetworks.of("batch normalisation").build(DataType.DOUBLE, FlushingAdam.withLearningRate(0.01));
        double[] mean = Values.of(graph.getLayer("decoder-2").getParam("mean").dup());
        double[] deviation =
                Values.of(graph.getLayer("decoder-2").getParam("log10stdev").dup());
        train(LatentModel.of(graph), 0, 1);
        assertThat(Values.of(graph.getLayer("decoder-2").getParam("mean").dup()))
                .isNotEqualTo(mean);
        assertThat(Values.of(graph.getLayer("decoder-2").getParam("log10stdev").dup()))
                .isNotEqualTo(deviation);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(Case network, @TempDir Path folder) throws IOException {
        for (IUpdater updater : List.of(FlushingAdam.withLearningRate(0.01), new Nesterovs(1e-4, 0.9))) {
            LatentModel uninterrupted = LatentModel.of(network.build(DataType.FLOAT, updater));
            train(uninterrupted, 0, STEPS);
            LatentModel stopped = LatentModel.of(network.build(DataType.FLOAT, updater));
            train(stopped, 0, 2);
            Path file = folder.resolve("model.zip");
            stopped.save(file);
            LatentModel resumed = LatentModel.load(file);
            train(resumed, 2, STEPS);
            assertThat(parameters(uninterrupted.graph())).doesNotContain(Double.NaN);
            assertThat(parameters(resumed.graph())).isEqualTo(parameters(uninterrupted.graph()));
            INDArray x = batch(9, DataType.FLOAT);
            assertThat(resumed.elbo(x, 1)).isEqualTo(uninterrupted.elbo(x, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void twoWorkersTrainLikeOneOrAreRefused(Case network) {
        LatentModel two = LatentModel.of(network.build(DataType.DOUBLE, new Sgd(0.1)));
        if (!network.perExample()) {
            assertThatThrownBy(() -> new TrainingStep(two, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 1");
            return;
        }
        LatentModel one = LatentModel.of(network.build(DataType.DOUBLE, new Sgd(0.1)));
        train(one, 0, 2);
        try (TrainingStep step = new TrainingStep(two, 2)) {
            step.apply(batch(0, DataType.DOUBLE));
            step.apply(batch(1, DataType.DOUBLE));
        }
        Values.assertClose("two workers", parameters(two.graph()), parameters(one.graph()), ROUNDING);
    }

    private static ComputationGraph chain(IUpdater updater, FeedForwardLayer layer) {
        return chain(updater, layer, dl4j(5, 4));
    }

    private static ComputationGraph chain(IUpdater updater, FeedForwardLayer first, FeedForwardLayer second) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater);
        ComputationGraph graph = new ComputationGraph(builder.graphBuilder()
                .addInputs("x")
                .addLayer("a", first, "x")
                .addLayer("b", second, "a")
                .addLayer(
                        "c",
                        new DenseBlock.Builder()
                                .nIn(4)
                                .nOut(ForeignNetworks.FEATURES)
                                .nonlinearity(Nonlinearity.IDENTITY)
                                .build(),
                        "b")
                .addLayer("out", Networks.output(), "c")
                .setOutputs("out")
                .build());
        graph.init();
        graph.setParams(Values.normal(5, DataType.DOUBLE, 1, Math.toIntExact(graph.numParams()), 0.3));
        return graph;
    }

    private static DenseLayer dl4j(int nIn, int nOut) {
        return new DenseLayer.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .activation(Activation.TANH)
                .build();
    }

    private static DenseBlock block() {
        return block(ForeignNetworks.FEATURES, 5);
    }

    private static DenseBlock block(int nIn, int nOut) {
        return new DenseBlock.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .nonlinearity(Nonlinearity.TANH)
                .build();
    }

    /** DL4J updates weights and biases of neighbouring layers in one block, but each tensor has a norm of its own. */
    @Test
    void normalisesTheGradientOfEachTensorOfForeignLayers() {
        AdamNormGrad updater = new AdamNormGrad(new Constant(0.01), 0.9, 0.999, 1e-8);
        ComputationGraph foreign = chain(updater, dl4j(ForeignNetworks.FEATURES, 5));
        assertThat(foreign.getUpdater().getUpdaterBlocks().get(0).getLayersAndVariablesInBlock())
                .hasSize(4);
        ComputationGraph own = chain(updater, block(), block(5, 4));
        train(LatentModel.of(own), 0, STEPS);
        train(LatentModel.of(foreign), 0, STEPS);
        Values.assertClose("the same network with blocks of this library", parameters(foreign), parameters(own), 1e-10);
    }

    @Test
    void constraintsHoldAfterEveryStep() {
        DenseBlock constrained = block();
        constrained.setConstraints(List.of(new MaxNormConstraint(0.4, 1)));
        DenseBlock again = block();
        again.setConstraints(List.of(new MaxNormConstraint(0.4, 1)));
        assertTrainsLikeFit(chain(new Sgd(0.1), constrained), chain(new Sgd(0.1), again));
    }

    /** DL4J subtracts the mean gradient of parameters with its NoOp updater. */
    @Test
    void layerWithNoOpUpdaterTrainsLikeDl4jsFit() {
        DenseBlock plain = block();
        plain.setIUpdater(new NoOp());
        DenseBlock again = block();
        again.setIUpdater(new NoOp());
        FlushingAdam updater = FlushingAdam.withLearningRate(0.01);
        assertTrainsLikeFit(chain(updater, plain), chain(updater, again));
    }
}
