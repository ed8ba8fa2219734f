package org.vae4j.experiment.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.use.Examples;
import org.vae4j.experiment.use.Numbers;
import org.vae4j.kernel.product.NativeSetup;

/** A small classifier of MNIST's digits, with one hidden layer of 128 units, that DL4J trains. */
final class DigitReader {

    private static final int PIXELS = 784;
    private static final int DIGITS = 10;

    private final MultiLayerNetwork network;

    private DigitReader(MultiLayerNetwork network) {
        this.network = network;
    }

    /** Trains a reader on the first images of the training set. */
    static DigitReader trained(Path data, int images, int epochs) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(128)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(DIGITS)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(PIXELS))
                .build());
        network.init();
        ImageBatchIterator batches = ImageBatchIterator.shuffled(
                        open(data, images).train(), 100, 1)
                .conditions(DIGITS)
                .build();
        for (int epoch = 0; epoch < epochs; epoch++) {
            while (batches.hasNext()) {
                INDArray both = batches.next().getFeatures();
                network.fit(columns(both, 0, PIXELS), columns(both, PIXELS, PIXELS + DIGITS));
            }
            batches.reset();
        }
        return new DigitReader(network);
    }

    private static org.vae4j.data.Split open(Path data, int images) {
        return Datasets.open(DataSpec.of("mnist").withDir(data).withLimit(images));
    }

    private static INDArray columns(INDArray both, int from, int to) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup();
    }

    /** The share of images in which it reads the given digit. */
    double share(INDArray images, IntUnaryOperator digit) {
        int[] read = read(images);
        long right = IntStream.range(0, read.length)
                .filter(i -> read[i] == digit.applyAsInt(i))
                .count();
        return (double) right / read.length;
    }

    /** The digit that it reads in each image. */
    int[] read(INDArray images) {
        return network.output(images).argMax(1).toIntVector();
    }

    /**
     * Reads samples of {@code vae sample RUN --count N --out FILE.npy}, which have ten images of each digit in turn,
     * and prints the share that is read as the digit of its row.
     *
     * @param arguments the folder of the data, and the files of samples
     * @throws IOException when a file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        NativeSetup.prepare();
        Path data = Path.of(arguments[0]);
        DigitReader reader = trained(data, 60_000, 5);
        ExampleSet test = open(data, 60_000).test();
        System.out.printf(
                Locale.ROOT,
                "reads %.2f %% of the test images%n",
                100 * reader.share(Examples.features(test), test::label));
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            INDArray samples = Numbers.read(Path.of(file)).values();
            System.out.printf(
                    Locale.ROOT,
                    "reads %.2f %% of the %d samples in %s%n",
                    100 * reader.share(samples, i -> i / 10 % DIGITS),
                    samples.rows(),
                    file);
        }
    }
}
