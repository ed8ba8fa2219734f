package org.vae4j.experiment.bench.workload;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.TransposedConvolutionBlock;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.objective.ElboObjective;

/** The convolutional reference networks, as users of this project and as other users of Deeplearning4j write them. */
public final class Convolutions {

    private static final int STRIDE = 2;

    private Convolutions() {}

    /**
     * Builds a variational autoencoder of this project's layers. Its vertices have the names that a model needs.
     *
     * @param network a convolutional network
     * @param updater the updater of all layers
     * @return the initialised graph
     */
    public static ComputationGraph variational(BenchNetwork network, IUpdater updater) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .updater(updater)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutionalFlat(BenchNetwork.SIDE, BenchNetwork.SIDE, 1));
        String last = "x";
        for (int i = 0; i < network.encoder().size(); i++) {
            String name = "encoder-" + i;
            graph.addLayer(
                    name, convolutionBlock(network.kernel(), network.encoder().get(i), i == 0), last);
            last = name;
        }
        graph.addLayer("posterior", dense(2 * network.latent().size(), Nonlinearity.IDENTITY), last)
                .addLayer("z", new GaussianSamplingLayer(1), "posterior")
                .addLayer("decoder-0", dense(smallestImageSize(network), Nonlinearity.RELU), "z");
        last = "decoder-0";
        for (int i = 1; i < network.decoder().size(); i++) {
            String name = "decoder-" + i;
            graph.addLayer(name, transposedBlock(network, i, network.decoder().get(i), Nonlinearity.RELU), last);
            last = name;
        }
        graph.addLayer(
                        "likelihood-parameters",
                        transposedBlock(network, network.decoder().size(), 1, Nonlinearity.IDENTITY),
                        last)
                .addVertex("joined", new ConcatVertex(), "likelihood-parameters", "posterior", "z")
                .addLayer(
                        "objective",
                        new VariationalOutputLayer(
                                network.latent().size(), new BernoulliLikelihood(), ElboObjective.standard()),
                        "joined")
                .setOutputs("objective");
        ComputationGraph result = new ComputationGraph(graph.build());
        result.init();
        return result;
    }

    private static ConvolutionBlock convolutionBlock(int kernel, int channels, boolean isFirst) {
        ConvolutionBlock.Builder block = new ConvolutionBlock.Builder()
                .channels(channels)
                .kernel(kernel)
                .stride(STRIDE)
                .samePadding()
                .nonlinearity(Nonlinearity.RELU);
        return isFirst ? block.withoutInputGradient().build() : block.build();
    }

    /** The i-th transposed convolution of the decoder, from 1; each doubles height and width. */
    private static TransposedConvolutionBlock transposedBlock(
            BenchNetwork network, int i, int channels, Nonlinearity f) {
        int side = network.smallestSide() << i - 1;
        return new TransposedConvolutionBlock.Builder()
                .image(network.decoder().get(i - 1), side, side)
                .channels(channels)
                .kernel(network.kernel())
                .stride(STRIDE)
                .samePadding()
                .nonlinearity(f)
                .build();
    }

    /**
     * Configures a plain autoencoder of the same sizes with stock layers, loss and updater.
     *
     * @param network a convolutional network
     * @return the configuration
     */
    public static MultiLayerConfiguration autoencoder(BenchNetwork network) {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list();
        network.encoder().forEach(channels -> layers.layer(convolution(network.kernel(), channels)));
        layers.layer(new DenseLayer.Builder()
                .nOut(network.latent().size())
                .activation(Activation.IDENTITY)
                .build());
        layers.layer(new DenseLayer.Builder()
                .nOut(smallestImageSize(network))
                .activation(Activation.RELU)
                .build());
        layers.inputPreProcessor(network.encoder().size() + 2, toImage(network));
        deconvolutions(network).forEach(layers::layer);
        return layers.layer(new CnnLossLayer.Builder(new LossBinaryXENT())
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutionalFlat(BenchNetwork.SIDE, BenchNetwork.SIDE, 1))
                .build();
    }

    /** The number of values of the image before the first transposed convolution. */
    private static int smallestImageSize(BenchNetwork network) {
        int side = network.smallestSide();
        return network.decoder().get(0) * side * side;
    }

    private static DenseBlock dense(int width, Nonlinearity f) {
        return new DenseBlock.Builder().nOut(width).nonlinearity(f).build();
    }

    private static ConvolutionLayer convolution(int kernel, int channels) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(STRIDE, STRIDE)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(channels)
                .activation(Activation.RELU)
                .build();
    }

    private static List<Deconvolution2D> deconvolutions(BenchNetwork network) {
        List<Deconvolution2D> layers = new ArrayList<>();
        for (int i = 1; i <= network.decoder().size(); i++) {
            boolean last = i == network.decoder().size();
            layers.add(new Deconvolution2D.Builder(network.kernel(), network.kernel())
                    .stride(STRIDE, STRIDE)
                    .convolutionMode(ConvolutionMode.Same)
                    .nOut(last ? 1 : network.decoder().get(i))
                    .activation(last ? Activation.IDENTITY : Activation.RELU)
                    .build());
        }
        return layers;
    }

    private static FeedForwardToCnnPreProcessor toImage(BenchNetwork network) {
        int side = network.smallestSide();
        return new FeedForwardToCnnPreProcessor(side, side, network.decoder().get(0));
    }

    /**
     * Reshapes rows to images, the form of labels that the stock loss layer takes.
     *
     * @param rows one image per row, {@code [batch, 784]}
     * @return {@code [batch, 1, 28, 28]}
     */
    public static INDArray images(INDArray rows) {
        return rows.reshape('c', rows.size(0), 1, BenchNetwork.SIDE, BenchNetwork.SIDE);
    }
}
