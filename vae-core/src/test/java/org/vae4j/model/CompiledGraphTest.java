package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.KlBottleneckLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class CompiledGraphTest {

    private static final int FEATURES = 9;

    private static ModelSpec spec(
            List<Integer> encoder,
            List<Integer> decoder,
            Nonlinearity f,
            Bottleneck bottleneck,
            Likelihood likelihood) {
        return new ModelSpec(
                FEATURES,
                encoder,
                3,
                decoder,
                f,
                bottleneck,
                likelihood,
                new ElboObjective(new ExponentialSchedule(ScheduleType.ITERATION, 2, 0.9)));
    }

    static Stream<ModelSpec> architectures() {
        return Stream.of(
                spec(List.of(), List.of(), Nonlinearity.RELU, Bottleneck.GAUSSIAN, new BernoulliLikelihood()),
                spec(List.of(7), List.of(6), Nonlinearity.RELU, Bottleneck.GAUSSIAN, new BernoulliLikelihood()),
                spec(List.of(8, 6), List.of(5, 7), Nonlinearity.TANH, Bottleneck.GAUSSIAN, new GaussianLikelihood(0.4)),
                spec(
                        List.of(6),
                        List.of(7, 8),
                        Nonlinearity.ELU,
                        Bottleneck.GAUSSIAN,
                        new HeteroscedasticGaussianLikelihood()),
                spec(List.of(), List.of(), Nonlinearity.TANH, Bottleneck.DETERMINISTIC, new GaussianLikelihood(1)),
                spec(
                        List.of(7),
                        List.of(5, 6),
                        Nonlinearity.SOFTPLUS,
                        Bottleneck.DETERMINISTIC,
                        new BernoulliLikelihood()));
    }

    private static void assertSameAsDl4j(ComputationGraph graph, DataType type) {
        CompiledGraph compiled = CompiledGraph.of(graph).orElseThrow();
        for (int rows : new int[] {6, 1, 4, 6}) {
            INDArray x = Values.pixels(rows, type, rows, FEATURES);
            graph.getConfiguration().setIterationCount(rows);
            double[] expected = GradientCheck.gradient(graph, x, x);
            double score = graph.score();
            graph.getFlattenedGradients().assign(Double.NaN);
            ElboTerms terms = compiled.gradient(x);
            assertThat(Values.of(graph.getFlattenedGradients().reshape(1, -1).div(rows)))
                    .isEqualTo(expected);
            assertThat(terms.objectiveNats()).isEqualTo(score);
            assertThat(terms.examples()).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void givesTheGradientAndScoreOfDl4jToTheLastBit(ModelSpec spec) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            assertSameAsDl4j(LatentModel.create(spec, new Sgd(0.1), 3, type).graph(), type);
        }
    }

    /** On a network that DL4J has never run, whose layers nobody else has told the iteration and the epoch. */
    @Test
    void noiseAndSchedulesAreThoseOfTheIteration() {
        ModelSpec spec = architectures().toList().get(1);
        ComputationGraph theirs =
                LatentModel.create(spec, new Sgd(0.1), 3, DataType.DOUBLE).graph();
        ComputationGraph ours =
                LatentModel.create(spec, new Sgd(0.1), 3, DataType.DOUBLE).graph();
        INDArray x = Values.pixels(1, DataType.DOUBLE, 4, FEATURES);
        theirs.getConfiguration().setIterationCount(5);
        ours.getConfiguration().setIterationCount(5);
        double[] expected = GradientCheck.gradient(theirs, x, x);
        CompiledGraph.of(ours).orElseThrow().gradient(x);
        assertThat(Values.of(ours.getFlattenedGradients().reshape(1, -1).div(4)))
                .isEqualTo(expected);
    }

    private static ComputationGraphConfiguration.GraphBuilder builder(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES));
    }

    private static VariationalOutputLayer output(int latent) {
        return new VariationalOutputLayer(latent, new GaussianLikelihood(1), ElboObjective.standard());
    }

    private static ComputationGraph graph(ComputationGraphConfiguration.GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.setOutputs("out").build());
        graph.init();
        return graph;
    }

    /** One vertex feeds two: gradients add up. */
    @Test
    void addsTheGradientsOfAVertexThatFeedsSeveral() {
        ComputationGraph nested = graph(builder(DataType.DOUBLE)
                .addLayer("posterior", Networks.dense(4, Nonlinearity.IDENTITY), "x")
                .addLayer("z", new GaussianSamplingLayer(5), "posterior")
                .addVertex("latent", new ConcatVertex(), "posterior", "z")
                .addLayer("decoder", Networks.dense(7, Nonlinearity.TANH), "z")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "decoder")
                .addVertex("joined", new ConcatVertex(), "parameters", "latent")
                .addLayer("out", output(2), "joined"));
        assertSameAsDl4j(nested, DataType.DOUBLE);
        ComputationGraph residual = graph(builder(DataType.DOUBLE)
                .addLayer("a", Networks.dense(5, Nonlinearity.TANH), "x")
                .addLayer("b", Networks.dense(4, Nonlinearity.TANH), "a")
                .addLayer("c", Networks.dense(3, Nonlinearity.TANH), "a")
                .addVertex("bc", new ConcatVertex(), "b", "c")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "bc")
                .addLayer("out", output(0), "parameters"));
        assertSameAsDl4j(residual, DataType.DOUBLE);
    }

    /** A part that is used beside the joined matrix, in whatever order DL4J runs the vertices. */
    @Test
    void skipConnectionsGetBothGradients() {
        for (String direct : new String[] {"a", "b"}) {
            for (boolean joinedFirst : new boolean[] {true, false}) {
                ComputationGraphConfiguration.GraphBuilder skip = builder(DataType.DOUBLE)
                        .addLayer("a", Networks.dense(5, Nonlinearity.TANH), "x")
                        .addLayer("b", Networks.dense(4, Nonlinearity.TANH), "a");
                if (joinedFirst) {
                    skip.addVertex("joined", new ConcatVertex(), "a", "b");
                }
                skip.addLayer("c", Networks.dense(3, Nonlinearity.TANH), direct);
                if (!joinedFirst) {
                    skip.addVertex("joined", new ConcatVertex(), "a", "b");
                }
                skip.addLayer("d", Networks.dense(2, Nonlinearity.TANH), "joined")
                        .addLayer("e", Networks.dense(3, Nonlinearity.TANH), "c")
                        .addVertex("de", new ConcatVertex(), "d", "e")
                        .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "de")
                        .addLayer("out", output(0), "parameters");
                ComputationGraph graph = graph(skip);
                CompiledGraph.of(graph).ifPresent(compiled -> assertSameAsDl4j(graph, DataType.DOUBLE));
            }
        }
    }

    private static ComputationGraph chain(UnaryOperator<DenseBlock> change) {
        return Networks.chain(
                DataType.FLOAT,
                FEATURES,
                Networks.dense(4, Nonlinearity.TANH),
                change.apply(Networks.dense(FEATURES, Nonlinearity.IDENTITY)),
                output(0));
    }

    private static ComputationGraph with(Layer layer) {
        return Networks.chain(DataType.FLOAT, FEATURES, Networks.dense(4, Nonlinearity.TANH), layer, output(0));
    }

    @Test
    void declinesWhatOnlyDl4jCanRun() {
        assertThat(CompiledGraph.of(chain(block -> block))).isPresent();
        assertThat(CompiledGraph.of(chain(block -> {
                    block.setIDropout(new Dropout(0.5));
                    return block;
                })))
                .isEmpty();
        assertThat(CompiledGraph.of(chain(block -> {
                    block.setConstraints(List.of(new MaxNormConstraint(1, 1)));
                    return block;
                })))
                .isEmpty();
        assertThat(CompiledGraph.of(with(new DenseLayer.Builder()
                        .nOut(FEATURES)
                        .activation(Activation.TANH)
                        .build())))
                .isEmpty();
        assertThat(CompiledGraph.of(
                        with(new KlBottleneckLayer.Builder().nOut(FEATURES).build())))
                .isEmpty();
        assertThat(CompiledGraph.of(graph(builder(DataType.FLOAT)
                        .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                        .addLayer("b", Networks.dense(5, Nonlinearity.TANH), "x")
                        .addVertex("joined", new MergeVertex(), "a", "b")
                        .addLayer("out", output(0), "joined"))))
                .isEmpty();
        assertThat(CompiledGraph.of(graph(builder(DataType.FLOAT)
                        .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                        .addVertex("joined", new ConcatVertex(), "a", "x")
                        .addLayer("out", output(0), "joined"))))
                .isEmpty();
    }

    @Test
    void declinesPreprocessors() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer(
                        "a",
                        new DenseBlock.Builder().nIn(FEATURES).nOut(4).build(),
                        new FeedForwardToRnnPreProcessor(),
                        "x")
                .addLayer("out", output(0), "a")
                .setOutputs("out")
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        assertThat(CompiledGraph.of(graph)).isEmpty();
    }

    @Test
    void otherSizesAndNamesAreRefused() {
        CompiledGraph compiled = CompiledGraph.of(chain(block -> block)).orElseThrow();
        INDArray wide = Values.pixels(1, DataType.FLOAT, 2, FEATURES + 1);
        assertThatThrownBy(() -> compiled.gradient(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found examples of 10 features, expected 9");
        assertThatThrownBy(() -> compiled.output("layer0", wide, "layer1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 10 columns");
        assertThatThrownBy(() -> compiled.output(wide, "nowhere", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no vertex \"nowhere\"");
    }

    /** Training takes turns with evaluations of many sizes: its own matrices are the ones that stay. */
    @Test
    void keepsTheMatricesThatAreInUse() {
        CompiledGraph compiled = LatentModel.create(
                        spec(List.of(7), List.of(6), Nonlinearity.RELU, Bottleneck.GAUSSIAN, new BernoulliLikelihood()),
                        new Sgd(0.1),
                        1)
                .compiled();
        Object training = last(compiled, 8);
        for (int rows = 1; rows < 8; rows++) {
            last(compiled, rows);
            assertThat(last(compiled, 8)).as("after %d rows", rows).isSameAs(training);
        }
    }

    private static Object last(CompiledGraph compiled, int rows) {
        return compiled.output(Values.pixels(1, DataType.FLOAT, rows, FEATURES), GraphBuilder.PARAMETERS, 1);
    }
}
