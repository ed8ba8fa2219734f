package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Inverted dropout: in training each value is 0 with probability {@code rate} and divided by 1 - rate else, so that its
 * mean stays as it is; in evaluation nothing happens (Srivastava et al. 2014). Any shape {@code [batch, n]}.
 *
 * <p>What is dropped is a function of the noise seed, the iteration and the place of the example in the batch, so a
 * resumed run drops what the uninterrupted one would have dropped.
 */
public class DropoutBlock extends ParameterlessLayer {

    private double rate;
    private long noiseSeed;
    private int draws = 1;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public DropoutBlock() {}

    /**
     * A dropout of one row per example.
     *
     * @param rate the probability with which a value is dropped, 0 to below 1
     * @param noiseSeed seed of the stream that decides what is dropped
     */
    public DropoutBlock(double rate, long noiseSeed) {
        this(rate, noiseSeed, 1);
    }

    /**
     * A dropout behind several draws.
     *
     * @param rate the probability with which a value is dropped, 0 to below 1
     * @param noiseSeed seed of the stream that decides what is dropped
     * @param draws rows of each example, ≥ 1: row s · examples + i is draw s of example i
     */
    public DropoutBlock(double rate, long noiseSeed, int draws) {
        if (!(rate >= 0 && rate < 1) || draws < 1) {
            throw new IllegalArgumentException("found a dropout rate of " + rate + " and draws = " + draws
                    + ", expected a rate of 0 to below 1 and draws >= 1");
        }
        this.rate = rate;
        this.noiseSeed = noiseSeed;
        this.draws = draws;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new DropoutBlockImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(rate, noiseSeed, draws);
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

    /** {@return rows of each example} */
    public int getDraws() {
        return draws;
    }
}
