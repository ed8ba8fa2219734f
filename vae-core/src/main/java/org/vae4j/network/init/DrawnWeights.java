package org.vae4j.network.init;

import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Streams;

/** An initialisation that draws by itself; DL4J writes it to a model's JSON under the name of its class. */
abstract class DrawnWeights implements Initialisation, IWeightInit {

    private static final long serialVersionUID = 1L;

    /** The weights of a matrix, column by column. */
    abstract double[] draw(Fan fan, int rows, int columns, long seed);

    /** How many inputs a value is summed from and how many outputs it goes to. */
    record Fan(double in, double out) {}

    @Override
    public final Optional<IWeightInit> weights() {
        return Optional.of(this);
    }

    /** Draws by a seed from ND4J's generator, which DL4J seeds with the network's seed before. */
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
