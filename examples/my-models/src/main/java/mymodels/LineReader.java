package mymodels;

import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Layers of DL4J's own: an LSTM reads an image line by line, and the mean of its outputs is what the block puts out.
 *
 * @param size the number of output features, at least 1
 */
public record LineReader(int size) implements BlockSpec {

    /** The prototype, whose size a configuration says. */
    public LineReader() {
        this(0);
    }

    @Override
    public String name() {
        return "lineReader";
    }

    @Override
    public Shape output(Shape input) {
        if (size < 1) {
            throw new IllegalArgumentException("size: found " + size + ", expected a number >= 1");
        }
        lines(input);
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Shape.Image image = lines(input);
        String steps = network.vertex(
                name + "-steps", new ReshapeVertex('f', new int[] {-1, image.width(), image.height()}, null), from);
        LSTM reader = new LSTM.Builder()
                .nIn(image.width())
                .nOut(size)
                .activation(Activation.TANH)
                .build();
        String states = network.layer(name + "-lstm", reader, steps);
        String mean = network.layer(name + "-mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), states);
        // DL4J takes what comes out for a sequence; what follows wants rows.
        return network.vertex(name, new ReshapeVertex(-1, size), mean);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException("lineReader: found decoder: mirror, expected a decoder that is listed");
    }

    private static Shape.Image lines(Shape input) {
        if (input instanceof Shape.Image image && image.channels() == 1) {
            return image;
        }
        throw new IllegalArgumentException("lineReader: found " + input + ", expected images of one channel");
    }
}
