package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Streams;

/** An initialisation with its own draws of weights. DL4J writes it to a model's JSON under the name of its class. */
abstract class DrawnWeights implements Initialisation, IWeightInit {

    private static final long serialVersionUID = 1L;

    /** Draws the weights of a matrix, column by column. */
    abstract double[] draw(Fan fan, int rows, int columns, long seed);

    /**
     * The fan of a layer.
     *
     * @param in number of inputs that an output is summed from
     * @param out number of outputs that an input contributes to
     */
    record Fan(double in, double out) {}

    @Override
    public final Optional<IWeightInit> weights() {
        return Optional.of(this);
    }

    /** Draws with a seed from ND4J's generator, which DL4J has seeded with the network's seed. */
    @Override
    public final INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray weights) {
        long seed = Streams.at(Nd4j.getRandom().nextLong(), 0);
        double[] values = draw(
                new Fan(fanIn, fanOut), Math.toIntExact(shape[0]), Math.toIntExact(weights.length() / shape[0]), seed);
        INDArray drawn = Nd4j.createFromArray(values).castTo(weights.dataType());
        weights.assign(drawn.reshape(weights.shape()));
        return weights.reshape(order, shape);
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public final String toString() {
        return name();
    }
}
