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
 * A recurrent layer with long short-term memory (Hochreiter and Schmidhuber 1997), DL4J's: gates are sigmoids, the
 * state a hyperbolic tangent. It reads the lines of an image of one channel as steps, or a sequence.
 *
 * @param size how many features its state has, ≥ 1
 * @param output whether its last state comes out or all of them
 * @param initialisation how its weights are drawn
 */
public record Lstm(int size, Steps output, Initialisation initialisation) implements BlockSpec {

    /** Checks that nothing is missing. */
    public Lstm {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype, without a size. */
    public Lstm() {
        this(0, Steps.LAST);
    }

    /**
     * A layer in the network's style.
     *
     * @param size how many features its state has
     * @param output whether its last state comes out or all of them
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
