package org.vae4j.model;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.baseline.Pca;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.descent.DifferentiableFunction;
import org.vae4j.math.descent.Lbfgs;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** The rows of docs/conformance.md that compare models with PCA and with DL4J's own convolution. */
final class BaselineConformance {

    private static final int FEATURES = 6;
    private static final int LATENT = 2;
    private static final int SIDE = 5;
    private static final int CHANNELS = 3;
    private static final int KERNEL = 3;

    private BaselineConformance() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "`model.kind: autoencoder` without hidden layers, likelihood `gaussian`, trained to the minimum",
                        "PCA: the reconstructions of all examples",
                        1e-6,
                        BaselineConformance::linearAutoencoder),
                new Row(
                        "`{conv: {kernel: 3, stride: 2}}`, two channels",
                        "DL4J's convolution: the objective and every gradient",
                        1e-11,
                        BaselineConformance::convolution));
    }

    /** A model's objective over fixed examples as a function of its parameters. */
    private record ObjectiveOfParameters(LatentModel model, INDArray x) implements DifferentiableFunction {

        @Override
        public int size() {
            return Math.toIntExact(model.graph().numParams());
        }

        @Override
        public double evaluate(double[] point, double[] gradient) {
            model.graph().setParams(Nd4j.create(point, new long[] {1, point.length}, 'c'));
            double value = model.compiled().gradient(x).objectiveNats();
            double[] sums = Values.of(model.graph().getFlattenedGradients().reshape(1, -1));
            Arrays.setAll(gradient, i -> sums[i] / x.size(0));
            return value;
        }
    }

    private static double linearAutoencoder() {
        INDArray x = Values.normal(1, DataType.DOUBLE, 40, FEATURES, 1)
                .mulRowVector(Nd4j.create(new double[] {3, 2, 1, 0.5, 0.4, 0.3}, new long[] {1, FEATURES}, 'c'))
                .mmul(Values.normal(2, DataType.DOUBLE, FEATURES, FEATURES, 0.5))
                .addi(0.7)
                .dup('f');
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(),
                LATENT,
                List.of(),
                Nonlinearity.IDENTITY,
                Bottleneck.DETERMINISTIC,
                new GaussianLikelihood(1),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        ObjectiveOfParameters loss = new ObjectiveOfParameters(model, x);
        double[] start = GaussianNoise.draw(3, loss.size());
        Arrays.setAll(start, i -> 0.3 * start[i]);
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(loss, start, new Lbfgs.Config(20, 2000, 1e-9), (i, point, value, norm) -> {});
        loss.evaluate(minimum.point(), new double[loss.size()]);
        return largestDifference(
                Values.of(model.reconstruct(x)), Values.of(Pca.fit(x, LATENT).reconstruct(x)));
    }

    private static double convolution() {
        ComputationGraph block = withConvolutionBlock();
        ComputationGraph dl4j = withConvolutionOfDl4j();
        double objective = CompiledGraph.of(block).gradient(ConformanceTest.X).objectiveNats();
        double expected = CompiledGraph.of(dl4j).gradient(ConformanceTest.X).objectiveNats();
        double largest = Math.abs(objective - expected);
        for (String layer : List.of("before", "conv", "after")) {
            for (String parameter : List.of("W", "b")) {
                // DL4J stores the weights of a convolution in another order.
                char order = layer.equals("conv") && parameter.equals("W") ? 'c' : 'f';
                double[] found = gradient(block, layer, parameter, 'f');
                largest = Math.max(largest, largestDifference(found, gradient(dl4j, layer, parameter, order)));
            }
        }
        return largest;
    }

    private static ComputationGraph withConvolutionBlock() {
        return withOutput(
                withFirstLayer()
                        .addLayer(
                                "conv",
                                new ConvolutionBlock.Builder()
                                        .image(2, SIDE, SIDE)
                                        .channels(CHANNELS)
                                        .kernel(KERNEL)
                                        .stride(2)
                                        .padding(1)
                                        .nonlinearity(Nonlinearity.TANH)
                                        .build(),
                                "before"),
                "conv");
    }

    private static ComputationGraph withConvolutionOfDl4j() {
        return withOutput(
                withFirstLayer()
                        .addVertex(
                                "images",
                                new PreprocessorVertex(new FeedForwardToCnnPreProcessor(SIDE, SIDE, 2)),
                                "before")
                        .addLayer(
                                "conv",
                                new ConvolutionLayer.Builder(KERNEL, KERNEL)
                                        .nIn(2)
                                        .nOut(CHANNELS)
                                        .stride(2, 2)
                                        .padding(1, 1)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.TANH)
                                        .build(),
                                "images")
                        .addVertex(
                                "rows",
                                new PreprocessorVertex(new CnnToFeedForwardPreProcessor(3, 3, CHANNELS)),
                                "conv"),
                "rows");
    }

    private static GraphBuilder withFirstLayer() {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .biasInit(0.1)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("before", Networks.dense(2 * SIDE * SIDE, Nonlinearity.TANH), "x");
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

    private static double[] gradient(ComputationGraph graph, String layer, String parameter, char order) {
        // Gradients have the same offsets in their array as the parameters in theirs.
        INDArray all = graph.getFlattenedGradients().reshape(1, -1);
        INDArray values = graph.getLayer(layer).getParam(parameter);
        long first = values.offset() - graph.params().offset();
        INDArray part = all.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + values.length()));
        return part.reshape(values.ordering(), values.shape()).dup(order).data().asDouble();
    }

    private static double largestDifference(double[] one, double[] other) {
        double largest = one.length == other.length ? 0 : Double.NaN;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }
}
