package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Inverted dropout: training sets each value to 0 with the probability {@code rate} and divides the others by 1 - rate,
 * which keeps the mean; evaluation changes nothing (Srivastava et al. 2014). Input and output have the shape
 * {@code [batch, n]}.
 *
 * <p>The choice of values is a function of the noise seed, the iteration and the example's position in the batch, so a
 * resumed run drops the same values as an uninterrupted one.
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
     * @param noiseSeed seed of the noise that chooses the dropped values
     */
    public DropoutBlock(double rate, long noiseSeed) {
        this(rate, noiseSeed, 1);
    }

    /**
     * A dropout behind several draws of each example.
     *
     * @param rate the probability with which a value is dropped, 0 to below 1
     * @param noiseSeed seed of the noise that chooses the dropped values
     * @param draws rows per example, ≥ 1: row s · examples + i is draw s of example i
     */
    public DropoutBlock(double rate, long noiseSeed, int draws) {
        this.rate = rate;
        this.noiseSeed = noiseSeed;
        this.draws = draws;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        if (!(rate >= 0 && rate < 1) || draws < 1) {
            throw new IllegalArgumentException("found a dropout rate of " + rate + " and draws = " + draws
                    + ", expected a rate of 0 to below 1 and draws >= 1");
        }
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

    /** {@return seed of the noise that chooses the dropped values} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /** {@return rows per example} */
    public int getDraws() {
        return draws;
    }
}
