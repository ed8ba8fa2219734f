package org.vae4j.network.sequence;

import java.util.Objects;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * DL4J's recurrent layer with long short-term memory (Hochreiter and Schmidhuber 1997), with sigmoid gates and the
 * hyperbolic tangent of the cell state. It reads a sequence, or the lines of an image of one channel as steps.
 *
 * @param size number of features of its state, ≥ 1
 * @param output the states that are put out
 * @param initialisation the weight initialisation
 */
public record Lstm(int size, Steps output, Initialisation initialisation) implements BlockSpec {

    /** Checks that nothing is missing. */
    public Lstm {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype; the size has to be set. */
    public Lstm() {
        this(0, Steps.LAST);
    }

    /**
     * A layer in the network's style.
     *
     * @param size number of features of its state
     * @param output the states that are put out
     */
    public Lstm(int size, Steps output) {
        this(size, output, new OfNetwork());
    }

    @Override
    public String name() {
        return "lstm";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        return Recurrent.placed(builder().build(), output, input).output();
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Layer layer = network.initialised(builder(), initialisation).build();
        return Recurrent.placed(layer, output, input).addTo(network, name, from);
    }

    private LSTM.Builder builder() {
        return new LSTM.Builder().nOut(size).activation(Activation.TANH);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw Recurrent.hasNoMirror(name());
    }
}
