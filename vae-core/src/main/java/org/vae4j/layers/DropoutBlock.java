package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Inverted dropout: in training each value is 0 with probability {@code rate} and divided by 1 - rate else, so that its mean
 * stays as it is; in evaluation nothing happens (Srivastava et al. 2014). Any shape {@code [batch, n]}.
 *
 * <p>What is dropped is a function of the noise seed, the iteration and the place of the example in the batch, so a resumed
 * run drops what the uninterrupted one would have dropped.
 */
public class DropoutBlock extends ParameterlessLayer {

    private double rate;
    private long noiseSeed;

    /** For JSON. */
    public DropoutBlock() {}

    /**
     * A dropout.
     *
     * @param rate the probability with which a value is dropped, 0 to below 1
     * @param noiseSeed seed of the stream that decides what is dropped
     */
    public DropoutBlock(double rate, long noiseSeed) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("found a dropout rate of " + rate + ", expected 0 to below 1");
        }
        this.rate = rate;
        this.noiseSeed = noiseSeed;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new DropoutBlockImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(rate, noiseSeed);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return inputType;
    }

    /** {@return the probability with which a value is dropped} */
    public double getRate() {
        return rate;
    }

    /** {@return seed of the stream that decides what is dropped} */
    public long getNoiseSeed() {
        return noiseSeed;
    }
}
