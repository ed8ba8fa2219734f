package org.vae4j.layers;

import java.util.Objects;

/**
 * The position of a pass in a stream of noise. Each iteration of training has its own noise, and each evaluation has
 * the noise of its seed. Draw s of example e gets the same noise in every batch that it is computed in.
 *
 * @param purpose the purpose of the pass
 * @param seed seed of an evaluation's noise; 0 in training, whose seed is the layer's
 * @param firstExample number of the pass's first example, ≥ 0: its position in the step's batch in training, and in
 *     the evaluated set in an evaluation
 * @param firstDraw number of the first draw of each example, ≥ 0
 * @param examples number of examples in the pass, whose further rows are further draws of these; 0 where it follows
 *     from the number of rows and the layer's own number of draws
 */
public record NoisePosition(Purpose purpose, long seed, long firstExample, long firstDraw, int examples) {

    /** The purposes of passes. */
    public enum Purpose {
        /** A step of training, whose noise is a function of the iteration. */
        TRAINING,
        /** An evaluation, whose noise is a function of a given seed. */
        EVALUATION,
        /** A pass without draws: posteriors put out their location, as for reconstructions. */
        LOCATION
    }

    /** The noise of the network's current iteration, for a whole batch; layers begin with this position. */
    public static final NoisePosition TRAINING = training(0);

    /**
     * The version of the function from seeds and numbers to noise. Version 1 (of vae4j 0.1) drew by batch and position
     * in the batch, version 2 draws by example and draw. A training that began with an older version continues with
     * this one.
     */
    public static final int KEYING = 2;

    public NoisePosition {
        Objects.requireNonNull(purpose, "purpose");
        if (firstExample < 0 || firstDraw < 0 || examples < 0) {
            throw new IllegalArgumentException("found a pass of " + examples + " examples from number " + firstExample
                    + ", draws from number " + firstDraw + ", expected numbers >= 0");
        }
    }

    /**
     * The position of a part of a training step's batch.
     *
     * @param firstExample position of the part's first example in the batch, ≥ 0
     * @return the position, whose noise is that of the same examples in the whole batch
     */
    public static NoisePosition training(long firstExample) {
        return new NoisePosition(Purpose.TRAINING, 0, firstExample, 0, 0);
    }

    /**
     * The beginning of an evaluation.
     *
     * @param seed seed of its noise
     * @return the position of the first example and draw
     */
    public static NoisePosition evaluation(long seed) {
        return new NoisePosition(Purpose.EVALUATION, seed, 0, 0, 0);
    }

    /**
     * A pass without noise, in which the location of each distribution takes the place of a draw.
     *
     * @return the position
     */
    public static NoisePosition location() {
        return new NoisePosition(Purpose.LOCATION, 0, 0, 0, 0);
    }

    /**
     * The same noise, beginning with another example.
     *
     * @param number number of the pass's first example, ≥ 0
     * @return the position
     */
    public NoisePosition fromExample(long number) {
        return new NoisePosition(purpose, seed, number, firstDraw, examples);
    }

    /**
     * The same examples, beginning with another draw.
     *
     * @param number number of the first draw of each example, ≥ 0
     * @return the position
     */
    public NoisePosition fromDraw(long number) {
        return new NoisePosition(purpose, seed, firstExample, number, examples);
    }

    /**
     * The same position for a pass with a known number of examples.
     *
     * @param count number of examples in the pass, ≥ 1
     * @return the position
     */
    public NoisePosition ofExamples(int count) {
        return new NoisePosition(purpose, seed, firstExample, firstDraw, count);
    }
}
