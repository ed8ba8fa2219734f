package org.vae4j.model.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.KlBottleneckLayer;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.GraphPaths;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
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
        CompiledGraph compiled = CompiledGraph.of(graph);
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
    void gradientAndScoreHaveTheBitsOfDl4js(ModelSpec spec) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            assertSameAsDl4j(LatentModel.create(spec, new Sgd(0.1), 3, type).graph(), type);
        }
    }

    /** DL4J has never run the compiled network, so only the compiled pass sets iteration and epoch of its layers. */
    @Test
    void noiseAndSchedulesAreThoseOfTheIteration() {
        ModelSpec spec = architectures().toList().get(1);
        ComputationGraph reference =
                LatentModel.create(spec, new Sgd(0.1), 3, DataType.DOUBLE).graph();
        ComputationGraph compiled =
                LatentModel.create(spec, new Sgd(0.1), 3, DataType.DOUBLE).graph();
        INDArray x = Values.pixels(1, DataType.DOUBLE, 4, FEATURES);
        reference.getConfiguration().setIterationCount(5);
        compiled.getConfiguration().setIterationCount(5);
        double[] expected = GradientCheck.gradient(reference, x, x);
        CompiledGraph.of(compiled).gradient(x);
        assertThat(Values.of(compiled.getFlattenedGradients().reshape(1, -1).div(4)))
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

    @Test
    void gradientsOfAVertexWithSeveralReadersAreAdded() {
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

    /** A part of a joined matrix that another vertex reads, too, for both orders of the vertices. */
    @Test
    void gradientsOfSkipConnectionsAreAdded() {
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
                assertSameAsDl4j(graph, DataType.DOUBLE);
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
        return Networks.chain(DataType.DOUBLE, FEATURES, Networks.dense(4, Nonlinearity.TANH), layer, output(0));
    }

    @Test
    void gradientsOfLayersAndVerticesThatDl4jRunsAgreeWithDl4js() {
        assertCloseToDl4j(with(new DenseLayer.Builder()
                .nOut(FEATURES)
                .activation(Activation.TANH)
                .build()));
        assertCloseToDl4j(graph(builder(DataType.DOUBLE)
                .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                .addLayer("b", Networks.dense(5, Nonlinearity.TANH), "x")
                .addVertex("joined", new MergeVertex(), "a", "b")
                .addLayer("out", output(0), "joined")));
        assertCloseToDl4j(graph(builder(DataType.DOUBLE)
                .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                .addVertex("joined", new ConcatVertex(), "a", "x")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "joined")
                .addLayer("out", output(0), "parameters")));
    }

    /** A part of two joined matrices can be a window into one of them only. */
    @Test
    void gradientsOfAPartOfTwoJoinedMatricesAgreeWithDl4js() {
        assertCloseToDl4j(graph(builder(DataType.DOUBLE)
                .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                .addLayer("b", Networks.dense(5, Nonlinearity.TANH), "a")
                .addVertex("ab", new ConcatVertex(), "a", "b")
                .addLayer("c", Networks.dense(3, Nonlinearity.TANH), "ab")
                .addVertex("abc", new ConcatVertex(), "a", "b", "c")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "abc")
                .addLayer("out", output(0), "parameters")));
    }

    private static void assertCloseToDl4j(ComputationGraph graph) {
        CompiledGraph compiled = CompiledGraph.of(graph);
        for (int rows : new int[] {6, 1, 4}) {
            INDArray x = Values.pixels(rows, DataType.DOUBLE, rows, FEATURES);
            double[] expected = GradientCheck.gradient(graph, x, x);
            double score = graph.score();
            graph.getFlattenedGradients().assign(Double.NaN);
            assertThat(compiled.gradient(x).objectiveNats()).isCloseTo(score, within(1e-12));
            assertThat(Values.of(graph.getFlattenedGradients().reshape(1, -1).div(rows)))
                    .containsExactly(expected, within(1e-12));
        }
    }

    @Test
    void constraintsDoNotChangeTheGradient() {
        ComputationGraph graph = chain(block -> {
            block.setConstraints(List.of(new MaxNormConstraint(1, 1)));
            return block;
        });
        assertSameAsDl4j(graph, DataType.FLOAT);
    }

    @Test
    void refusesALayerWithALossOfItsOwnAndNamesIt() {
        ComputationGraph graph =
                with(new KlBottleneckLayer.Builder().nOut(FEATURES).build());
        assertThatThrownBy(() -> CompiledGraph.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vertex \"layer1\" (KlBottleneckLayer): found a layer with a loss of its own");
    }

    /** The preprocessor makes images, but the layer needs rows. */
    @Test
    void refusesAVertexThatDl4jCannotRunAndNamesIt() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer("a", new DenseLayer.Builder().nIn(FEATURES).nOut(4).build(), "x")
                .addLayer(
                        "b",
                        new DenseBlock.Builder().nIn(4).nOut(4).build(),
                        new FeedForwardToCnnPreProcessor(3, 3, 1),
                        "a")
                .addLayer("out", output(0), "b")
                .setOutputs("out")
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        assertThatThrownBy(() -> CompiledGraph.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vertex \"b\" (DenseBlock): found that DL4J can't run it");
    }

    @Test
    void refusesExamplesAndActivationsOfAnotherWidth() {
        CompiledGraph compiled = CompiledGraph.of(chain(block -> block));
        INDArray wide = Values.pixels(1, DataType.FLOAT, 2, FEATURES + 1);
        assertThatThrownBy(() -> compiled.gradient(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found examples of 10 features, expected 9");
        assertThatThrownBy(() -> compiled.output("layer0", wide, "layer1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 10 columns");
    }

    @Test
    void refusesAVertexThatTheNetworkLacks() {
        CompiledGraph compiled = CompiledGraph.of(chain(block -> block));
        INDArray wide = Values.pixels(1, DataType.FLOAT, 2, FEATURES + 1);
        assertThatThrownBy(() -> compiled.output(wide, "nowhere", NoisePosition.evaluation(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no vertex \"nowhere\"");
    }

    @Test
    void evaluationsOfManySizesDoNotEvictTheMatricesOfTraining() {
        LatentModel model = variational();
        CompiledGraph compiled = model.compiled();
        INDArray batch = Values.pixels(1, DataType.FLOAT, 8, FEATURES);
        INDArray shortBatch = Values.pixels(1, DataType.FLOAT, 3, FEATURES);
        compiled.gradient(batch);
        compiled.gradient(shortBatch);
        List<Matrix> before = matricesOfTraining(compiled, 8, 3);
        for (int rows = 1; rows < 8; rows++) {
            INDArray x = Values.pixels(1, DataType.FLOAT, rows, FEATURES);
            model.elbo(x, 1);
            model.reconstruct(x);
            model.samplePrior(rows + 20, 1);
        }
        assertThat(matricesOfTraining(compiled, 8, 3))
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactlyElementsOf(before);
    }

    private static List<Matrix> matricesOfTraining(CompiledGraph compiled, int... sizes) {
        int objective = compiled.graph().getVertices().length - 1;
        return Arrays.stream(sizes)
                .mapToObj(rows -> GraphPass.from(0, rows, objective, GraphPass.Need.GRADIENTS))
                .map(pass -> compiled.buffers().of(pass))
                .flatMap(b -> Stream.concat(
                        Arrays.stream(b.outputs).skip(1).limit(objective - 1L),
                        Arrays.stream(b.gradients).skip(1).limit(objective - 1L)))
                .toList();
    }

    private static LatentModel variational() {
        return LatentModel.create(
                spec(List.of(7), List.of(6), Nonlinearity.RELU, Bottleneck.GAUSSIAN, new BernoulliLikelihood()),
                new Sgd(0.1),
                1);
    }

    /** Nodes 0 to 7: x, encoder-1, posterior, z, decoder-1, likelihood-parameters, joined, objective. */
    @Test
    void allocatesOnlyTheMatricesThatAPassComputes() {
        GraphBuffers buffers = variational().compiled().buffers();
        assertThat(allocated(buffers.of(GraphPass.from(0, 5, 2, GraphPass.Need.VALUES)).outputs))
                .containsExactly(1, 2);
        var decoding = buffers.of(GraphPass.from(3, 5, 5, GraphPass.Need.VALUES));
        assertThat(allocated(decoding.outputs)).containsExactly(3, 4, 5);
        assertThat(allocated(decoding.gradients)).isEmpty();
        var terms = buffers.of(GraphPass.from(0, 5, 7, GraphPass.Need.TERMS));
        assertThat(allocated(terms.outputs)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(allocated(terms.gradients)).containsExactly(6);
        var slopes = buffers.of(GraphPass.from(3, 5, 5, GraphPass.Need.GRADIENTS));
        assertThat(allocated(slopes.gradients)).containsExactly(3, 4, 5);
    }

    private static int[] allocated(Matrix[] matrices) {
        return IntStream.range(0, matrices.length)
                .filter(i -> matrices[i] != null)
                .toArray();
    }

    /** Each node joins the two before it, so that there are more than 10^18 paths from the first to the last. */
    @Test
    void findsTheNodesBetweenTwoOthersInANetworkOfManyPaths() {
        List<GraphNode> nodes = new ArrayList<>();
        nodes.add(new GraphNode.Input("0", 1));
        nodes.add(new GraphNode.Concat("1", List.of(0)));
        nodes.add(new GraphNode.Concat("beside", List.of(0)));
        for (int i = 3; i < 90; i++) {
            nodes.add(new GraphNode.Concat("" + i, List.of(i == 3 ? 1 : i - 1, i < 5 ? 1 : i - 2)));
        }
        GraphPaths paths = new GraphPaths(nodes);
        assertThat(paths.between(List.of(1), 89)).hasSize(87).startsWith(3, 4).endsWith(89);
        assertThat(paths.between(List.of(0), 89)).hasSize(88).doesNotContain(2);
        assertThatThrownBy(() -> paths.between(List.of(2), 89))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found that \"89\" does not depend on \"beside\"");
        assertThatThrownBy(() -> paths.between(List.of(88), 89))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found that \"89\" needs \"87\", expected that it follows from \"88\" alone");
    }

    /** A network that draws a second latent from the first. */
    private static CompiledGraph twoSamplingLayers() {
        return CompiledGraph.of(graph(builder(DataType.DOUBLE)
                .addLayer("posterior1", Networks.dense(4, Nonlinearity.IDENTITY), "x")
                .addLayer("z1", new GaussianSamplingLayer(5), "posterior1")
                .addLayer("posterior2", Networks.dense(4, Nonlinearity.TANH), "z1")
                .addLayer("z2", new GaussianSamplingLayer(6), "posterior2")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "z2")
                .addLayer("out", output(0), "parameters")));
    }

    @Test
    void refusesAPassThatDrawsNoiseWithoutAPosition() {
        CompiledGraph compiled = twoSamplingLayers();
        INDArray z = Values.normal(1, DataType.DOUBLE, 3, 2, 1);
        assertThatThrownBy(() -> compiled.output("z1", z, "parameters"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"z2\" draws noise between \"z1\" and \"parameters\"");
        assertThat(compiled.output("z2", z, "parameters").columns()).isEqualTo(FEATURES);
    }

    @Test
    void noiseOfAPassIsAFunctionOfItsPosition() {
        CompiledGraph compiled = twoSamplingLayers();
        INDArray z = Values.normal(1, DataType.DOUBLE, 3, 2, 1);
        NoisePosition noise = NoisePosition.evaluation(3);
        double[] given = Values.of(compiled.output("z1", z, "parameters", noise));
        compiled.evaluate(Values.pixels(1, DataType.DOUBLE, 3, FEATURES), NoisePosition.evaluation(99));
        assertThat(Values.of(compiled.output("z1", z, "parameters", noise))).isEqualTo(given);
        assertThat(Values.of(compiled.output("z1", z, "parameters", noise.fromExample(3))))
                .isNotEqualTo(given);
    }

    /** The noise of each layer is recovered from its posterior and its draw. */
    @Test
    void noiseOfTwoSamplingLayersIsUncorrelated() {
        CompiledGraph compiled = twoSamplingLayers();
        INDArray x = Values.pixels(1, DataType.DOUBLE, 500, FEATURES);
        double[] first = epsilon(compiled, x, "posterior1", "z1");
        double[] second = epsilon(compiled, x, "posterior2", "z2");
        double correlation = 0;
        for (int i = 0; i < first.length; i++) {
            correlation += first[i] * second[i] / first.length;
        }
        // The standard deviation over 1,000 independent pairs is 0.03.
        assertThat(correlation).isBetween(-0.13, 0.13);
        assertThat(Arrays.stream(second).map(e -> e * e).average().orElseThrow())
                .isBetween(0.8, 1.2);
    }

    private static double[] epsilon(CompiledGraph compiled, INDArray x, String posterior, String latent) {
        NoisePosition noise = NoisePosition.evaluation(3);
        double[] head = Values.of(compiled.output(x, posterior, noise));
        double[] z = Values.of(compiled.output(x, latent, noise));
        double[] epsilon = new double[z.length];
        Arrays.setAll(epsilon, i -> (z[i] - head[i]) / Math.exp(head[z.length + i] / 2));
        return epsilon;
    }

    @Test
    void refusesTwoLayersThatWouldDrawTheSameNoise() {
        ComputationGraph graph = graph(builder(DataType.DOUBLE)
                .addLayer("posterior1", Networks.dense(4, Nonlinearity.IDENTITY), "x")
                .addLayer("z1", new GaussianSamplingLayer(5, "latent", 1), "posterior1")
                .addLayer("posterior2", Networks.dense(4, Nonlinearity.TANH), "z1")
                .addLayer("z2", new GaussianSamplingLayer(6, "latent", 1), "posterior2")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "z2")
                .addLayer("out", output(0), "parameters"));
        assertThatThrownBy(() -> CompiledGraph.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"z2\", whose noise has the role \"latent\"");
    }

    @Test
    void failedPassDoesNotChangeTheNoiseOfDl4jsFit() {
        INDArray x = Values.pixels(1, DataType.FLOAT, 4, FEATURES);
        INDArray wide = Values.pixels(1, DataType.FLOAT, 4, FEATURES + 1);
        ComputationGraph untouched = variational().graph();
        LatentModel failed = variational();
        assertThatThrownBy(() -> failed.compiled().gradient(wide, 4)).hasMessageContaining("features");
        assertThatThrownBy(() -> failed.elbo(wide, 7)).hasMessageContaining("features");
        untouched.fit(new DataSet(x, x));
        failed.graph().fit(new DataSet(x, x));
        assertThat(failed.graph().params()).isEqualTo(untouched.params());
    }
}
