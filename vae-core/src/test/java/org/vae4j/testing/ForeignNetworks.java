package org.vae4j.testing;

import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;

/** Small autoencoders for images of 4 × 6 pixels, with layers and vertices of DL4J in encoder and decoder. */
public final class ForeignNetworks {

    /** Height of the images, pixels. */
    public static final int HEIGHT = 4;
    /** Width of the images, pixels. */
    public static final int WIDTH = 6;
    /** Pixels of an image. */
    public static final int FEATURES = HEIGHT * WIDTH;
    /** Latent dimensions. */
    public static final int LATENT = 2;

    /**
     * One network and its properties.
     *
     * @param name the special property of the network
     * @param drawing name of the vertex that draws from ND4J's generator; empty if there is none
     * @param perExample whether workers may share a batch
     * @param slopeInEvaluation whether the decoder has a gradient in evaluation mode
     * @param add adds the vertices
     */
    public record Case(
            String name, String drawing, boolean perExample, boolean slopeInEvaluation, Function<Parts, Parts> add) {

        /** {@return whether a vertex draws from ND4J's generator} */
        public boolean draws() {
            return !drawing.isEmpty();
        }

        /**
         * Builds the network.
         *
         * @param type FLOAT or DOUBLE
         * @param updater the updater of its parameters
         * @return the initialised network, none of whose parameters is 0
         */
        public ComputationGraph build(DataType type, IUpdater updater) {
            Parts parts = new Parts(new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .dataType(type)
                    .updater(updater)
                    .activation(Activation.TANH)
                    .graphBuilder()
                    .addInputs("x"));
            ComputationGraph graph = new ComputationGraph(
                    add.apply(parts).graph.setOutputs("objective").build());
            graph.init();
            graph.setParams(Values.normal(5, type, 1, Math.toIntExact(graph.numParams()), 0.3));
            // Smaller, since these are logarithms of standard deviations.
            for (var layer : graph.getLayers()) {
                if (layer.conf().getLayer() instanceof BatchNormalization) {
                    layer.getParam("log10stdev").muli(0.1);
                }
            }
            return graph;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A network to which vertices are added.
     *
     * @param graph the builder of the network
     */
    public record Parts(ComputationGraphConfiguration.GraphBuilder graph) {

        Parts dense(String name, int nIn, int nOut, String from) {
            graph.addLayer(name, block(nIn, nOut, Nonlinearity.TANH), from);
            return this;
        }

        Parts posterior(int nIn, String from) {
            graph.addLayer("posterior", block(nIn, 2 * LATENT, Nonlinearity.IDENTITY), from)
                    .addLayer("z", new GaussianSamplingLayer(7), "posterior");
            return this;
        }

        Parts parameters(int nIn, String from) {
            graph.addLayer("likelihood-parameters", block(nIn, FEATURES, Nonlinearity.IDENTITY), from);
            return objective();
        }

        Parts objective() {
            graph.addVertex("joined", new ConcatVertex(), "likelihood-parameters", "posterior", "z")
                    .addLayer(
                            "objective",
                            new VariationalOutputLayer(LATENT, new GaussianLikelihood(0.7), ElboObjective.standard()),
                            "joined");
            return this;
        }

        Parts plainDecoder() {
            return dense("decoder-1", LATENT, 5, "z").parameters(5, "decoder-1");
        }
    }

    private ForeignNetworks() {}

    static DenseBlock block(int nIn, int nOut, Nonlinearity f) {
        return new DenseBlock.Builder().nIn(nIn).nOut(nOut).nonlinearity(f).build();
    }

    /** {@return all networks} */
    public static Stream<Case> cases() {
        return Stream.of(
                new Case("batch normalisation", "", false, false, ForeignNetworks::batchNormalisation),
                new Case("convolution and pooling", "", true, true, ForeignNetworks::convolution),
                new Case("LSTM over rows", "", true, true, ForeignNetworks::recurrent),
                new Case("a layer for each step", "", true, true, ForeignNetworks::timeDistributed),
                new Case("skip", "", true, true, ForeignNetworks::skip),
                new Case("dropout", "decoder-1", false, false, ForeignNetworks::dropout),
                new Case("dropped weights", "encoder-1", false, true, ForeignNetworks::droppedWeights),
                new Case("own layer", "", false, true, ForeignNetworks::layerOfTheUsers));
    }

    /**
     * Finds a network by its name.
     *
     * @param name a name in {@link #cases}
     * @return the network
     */
    public static Case of(String name) {
        return cases().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
    }

    private static Parts batchNormalisation(Parts parts) {
        parts.dense("encoder-1", FEATURES, 6, "x")
                .graph
                .addLayer(
                        "encoder-2",
                        new BatchNormalization.Builder().nIn(6).nOut(6).build(),
                        "encoder-1");
        parts.posterior(6, "encoder-2")
                .dense("decoder-1", LATENT, 5, "z")
                .graph
                .addLayer(
                        "decoder-2",
                        new BatchNormalization.Builder()
                                .nIn(5)
                                .nOut(5)
                                .decay(0.7)
                                .build(),
                        "decoder-1");
        return parts.parameters(5, "decoder-2");
    }

    private static Parts convolution(Parts parts) {
        parts.graph
                .setInputTypes(InputType.convolutionalFlat(HEIGHT, WIDTH, 1))
                .addLayer(
                        "encoder-1",
                        new ConvolutionLayer.Builder(3, 3)
                                .padding(1, 1)
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        "x")
                .addLayer(
                        "encoder-2",
                        new SubsamplingLayer.Builder(PoolingType.AVG)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        "encoder-1");
        return parts.posterior(3 * 2 * 3, "encoder-2").plainDecoder();
    }

    /** An LSTM of format NWC reads an image of [height, width] as [steps, features]. */
    private static Parts recurrent(Parts parts) {
        parts.graph
                .addVertex("encoder-1", new ReshapeVertex(-1, HEIGHT, WIDTH), "x")
                .addLayer(
                        "encoder-2",
                        new LastTimeStep(new LSTM.Builder()
                                .nIn(WIDTH)
                                .nOut(5)
                                .dataFormat(RNNFormat.NWC)
                                .activation(Activation.TANH)
                                .build()),
                        "encoder-1");
        parts.posterior(5, "encoder-2")
                .dense("decoder-1", LATENT, 3 * HEIGHT, "z")
                .graph
                .addVertex("decoder-2", new ReshapeVertex(-1, 3, HEIGHT), "decoder-1")
                .addLayer("decoder-3", lstm(3, WIDTH), "decoder-2")
                .addVertex("likelihood-parameters", new ReshapeVertex(-1, FEATURES), "decoder-3");
        return parts.objective();
    }

    private static LSTM lstm(int nIn, int nOut) {
        return new LSTM.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .activation(Activation.TANH)
                .build();
    }

    private static Parts timeDistributed(Parts parts) {
        parts.graph
                .addVertex("encoder-1", new ReshapeVertex(-1, WIDTH, HEIGHT), "x")
                .addLayer("encoder-2", lstm(WIDTH, 4), "encoder-1")
                .addLayer("encoder-3", block(4, 3, Nonlinearity.TANH), new RnnToFeedForwardPreProcessor(), "encoder-2")
                .addLayer("encoder-4", block(3, 3, Nonlinearity.TANH), "encoder-3")
                .addLayer("encoder-5", new LastTimeStep(lstm(3, 4)), new FeedForwardToRnnPreProcessor(), "encoder-4");
        return parts.posterior(4, "encoder-5").plainDecoder();
    }

    private static Parts skip(Parts parts) {
        parts.dense("encoder-1", FEATURES, 6, "x")
                .dense("encoder-2", 6, 6, "encoder-1")
                .graph
                .addVertex("encoder-3", new ElementWiseVertex(ElementWiseVertex.Op.Add), "encoder-1", "encoder-2");
        parts.posterior(6, "encoder-3")
                .dense("decoder-1", LATENT, 5, "z")
                .dense("decoder-2", 5, 5, "decoder-1")
                .graph
                .addVertex("decoder-3", new ElementWiseVertex(ElementWiseVertex.Op.Product), "decoder-1", "decoder-2");
        return parts.parameters(5, "decoder-3");
    }

    private static Parts dropout(Parts parts) {
        parts.dense("encoder-1", FEATURES, 6, "x")
                .posterior(6, "encoder-1")
                .graph
                .addLayer(
                        "decoder-1",
                        new DenseLayer.Builder()
                                .nIn(LATENT)
                                .nOut(5)
                                .activation(Activation.TANH)
                                .dropOut(new Dropout(0.6))
                                .build(),
                        "z");
        return parts.parameters(5, "decoder-1");
    }

    private static Parts droppedWeights(Parts parts) {
        parts.graph.addLayer(
                "encoder-1",
                new DenseLayer.Builder()
                        .nIn(FEATURES)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .weightNoise(new DropConnect(0.7))
                        .build(),
                "x");
        return parts.posterior(6, "encoder-1").plainDecoder();
    }

    private static Parts layerOfTheUsers(Parts parts) {
        parts.graph.addLayer("encoder-1", new SquareLayer(FEATURES, 6), "x");
        parts.posterior(6, "encoder-1").graph.addLayer("decoder-1", new SquareLayer(LATENT, 5), "z");
        return parts.parameters(5, "decoder-1");
    }
}
