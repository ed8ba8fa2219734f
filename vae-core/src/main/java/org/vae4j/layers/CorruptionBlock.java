package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Corrupts its input with noise in training, and passes it unchanged in evaluation. In front of an encoder it makes a
 * denoising autoencoder, as the objective compares with the uncorrupted data (Vincent et al. 2008). Input and output
 * have the shape {@code [batch, n]}.
 *
 * <p>The noise is a function of the noise seed, the iteration and the example's position in the batch, so a resumed run
 * corrupts as an uninterrupted one does.
 */
public class CorruptionBlock extends ParameterlessLayer {

    /** The way in which a value is corrupted. */
    public enum Kind {
        /** Adds noise from N(0, level²). */
        GAUSSIAN,
        /** Sets the value to 0 with the probability {@code level}. Unlike dropout, it does not scale the others. */
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
     * @param kind the way in which a value is corrupted
     * @param level σ of Gaussian noise, finite and ≥ 0, or the probability of a mask, 0 to below 1
     * @param noiseSeed seed of the noise
     * @param draws rows per example, ≥ 1: row s · examples + i is draw s of example i
     */
    public CorruptionBlock(Kind kind, double level, long noiseSeed, int draws) {
        this.kind = kind;
        this.level = level;
        this.noiseSeed = noiseSeed;
        this.draws = draws;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        requireLevel(kind, level);
        Layers.requireDraws(draws);
    }

    /**
     * Checks that a level is in the range of its kind.
     *
     * @param kind the way in which a value is corrupted
     * @param level σ of Gaussian noise, finite and ≥ 0, or the probability of a mask, 0 to below 1
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

    /** {@return the way in which a value is corrupted} */
    public Kind getKind() {
        return kind;
    }

    /** {@return σ of Gaussian noise, or the probability of a mask} */
    public double getLevel() {
        return level;
    }

    /** {@return seed of the noise} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /** {@return rows per example} */
    public int getDraws() {
        return draws;
    }
}
