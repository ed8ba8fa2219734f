package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.layers.PoolBlock.Kind;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class PoolBlockTest extends LayerContract {

    private static final ImageShape IMAGE = new ImageShape(2, 4, 5);

    static Stream<PoolBlock> blocks() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(
                                new Filter(2, 2, 0, false),
                                new Filter(3, 1, 1, false),
                                new Filter(3, 2, 0, true),
                                new Filter(2, 1, 0, false))
                        .map(filter -> new PoolBlock(IMAGE, kind, filter)));
    }

    @Override
    Stream<Case> cases() {
        return blocks().map(block -> new Case(
                block.getKind() + " " + block.getFilter(),
                type -> Networks.chain(
                        type,
                        FEATURES,
                        Networks.dense(IMAGE.length(), Nonlinearity.TANH),
                        block,
                        Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                        Networks.output())));
    }

    private static GraphBuilder withLayerBefore() {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("before", Networks.dense(IMAGE.length(), Nonlinearity.TANH), "x");
    }

    private static ComputationGraph withOutput(GraphBuilder builder, String last) {
        ComputationGraph graph =
                new ComputationGraph(builder.addLayer("after", Networks.dense(FEATURES, Nonlinearity.IDENTITY), last)
                        .addLayer("out", Networks.output(), "after")
                        .setOutputs("out")
                        .build());
        graph.init();
        return graph;
    }

    private static ComputationGraph dl4j(PoolBlock block) {
        PatchGrid grid = block.grid();
        Filter filter = block.getFilter();
        SubsamplingLayer.PoolingType type =
                block.getKind() == Kind.MAX ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG;
        SubsamplingLayer pool = new SubsamplingLayer.Builder(type)
                .kernelSize(filter.size(), filter.size())
                .stride(filter.stride(), filter.stride())
                .padding(filter.padding(), filter.padding())
                .convolutionMode(filter.same() ? ConvolutionMode.Same : ConvolutionMode.Truncate)
                .build();
        PreprocessorVertex images = new PreprocessorVertex(
                new FeedForwardToCnnPreProcessor(IMAGE.height(), IMAGE.width(), IMAGE.channels()));
        PreprocessorVertex rows = new PreprocessorVertex(new CnnToFeedForwardPreProcessor(
                grid.vertical().positions(), grid.horizontal().positions(), IMAGE.channels()));
        return withOutput(
                withLayerBefore()
                        .addVertex("images", images, "before")
                        .addLayer("pool", pool, "images")
                        .addVertex("rows", rows, "pool"),
                "rows");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void outputAndGradientEqualThoseOfDl4j(PoolBlock block) {
        ComputationGraph vae4j = withOutput(withLayerBefore().addLayer("pool", block, "before"), "pool");
        ComputationGraph dl4j = dl4j(block);
        dl4j.setParams(vae4j.params());
        INDArray x = Values.normal(1, DataType.DOUBLE, 5, FEATURES, 1);
        assertThat(Values.of(vae4j.outputSingle(x)))
                .as("output")
                .containsExactly(Values.of(dl4j.outputSingle(x)), within(1e-12));
        assertThat(GradientCheck.gradient(vae4j, x, x))
                .as("gradient")
                .containsExactly(GradientCheck.gradient(dl4j, x, x), within(1e-12));
    }

    @Test
    void refusesWindowsThatCouldLieOutsideTheImage() {
        Filter filter = new Filter(3, 1, 2, false);
        assertThatThrownBy(() -> new PoolBlock(IMAGE, Kind.MAX, filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a window of 3 with padding 2");
    }
}
