package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Corrupts what goes through it in training; in evaluation nothing happens. In front of an encoder, whose objective
 * compares with the data as they are, it makes a denoising autoencoder (Vincent et al. 2008). Any shape
 * {@code [batch, n]}.
 *
 * <p>The noise is a function of the noise seed, the iteration and the number of the example, as that of
 * {@link DropoutBlock}.
 */
public class CorruptionBlock extends ParameterlessLayer {

    /** What corruption does to a value. */
    public enum Kind {
        /** Adds noise from N(0, level²). */
        GAUSSIAN,
        /** Sets it to 0 with the probability {@code level}. Unlike dropout it leaves the others as they are. */
        MASK
    }

    private Kind kind = Kind.GAUSSIAN;
    private double level;
    private long noiseSeed;
    private int draws = 1;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public CorruptionBlock() {}

    /**
     * A corruption.
     *
     * @param kind what it does to a value
     * @param level σ of the noise, ≥ 0, or the probability of a mask, 0 to below 1
     * @param noiseSeed seed of the stream that the noise is drawn from
     * @param draws rows of each example, ≥ 1: row s · examples + i is draw s of example i
     */
    public CorruptionBlock(Kind kind, double level, long noiseSeed, int draws) {
        requireLevel(kind, level);
        if (draws < 1) {
            throw new IllegalArgumentException("found draws = " + draws + ", expected a number >= 1");
        }
        this.kind = kind;
        this.level = level;
        this.noiseSeed = noiseSeed;
        this.draws = draws;
    }

    /**
     * Checks a level.
     *
     * @param kind what it is a level of
     * @param level σ of the noise, finite and ≥ 0, or the probability of a mask, 0 to below 1
     * @throws IllegalArgumentException when it is out of range
     */
    public static void requireLevel(Kind kind, double level) {
        Objects.requireNonNull(kind, "kind");
        if (!(level >= 0) || Double.isInfinite(level)) {
            throw new IllegalArgumentException("level: found " + level + ", expected a finite number of at least 0");
        }
        if (kind == Kind.MASK && level >= 1) {
            throw new IllegalArgumentException(
                    "level: found " + level + " of a mask, expected a probability of 0 to below 1");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new CorruptionBlockImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(kind, level, noiseSeed, draws);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return inputType;
    }

    /** {@return what it does to a value} */
    public Kind getKind() {
        return kind;
    }

    /** {@return σ of the noise, or the probability of a mask} */
    public double getLevel() {
        return level;
    }

    /** {@return seed of the stream that the noise is drawn from} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /** {@return rows of each example} */
    public int getDraws() {
        return draws;
    }
}
