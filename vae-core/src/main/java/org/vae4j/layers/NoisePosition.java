package org.vae4j.layers;

/**
 * Which noise a pass draws: a place in the noise of training, of which every iteration has its own, or in that of an
 * evaluation, which has a seed. Draw s of example e gets the same noise in whatever batch it is computed.
 *
 * @param purpose what the pass is for
 * @param seed of an evaluation's noise; training's is the layer's
 * @param firstExample number of the pass's first example: in training its position in the step's batch, in an
 *     evaluation its position in the evaluated set; ≥ 0
 * @param firstDraw number of the first draw of each example, ≥ 0
 * @param examples how many examples the pass has, further rows being further draws of these; 0: as many as there are
 *     rows by the layer's own number of draws
 */
public record NoisePosition(Purpose purpose, long seed, long firstExample, long firstDraw, int examples) {

    /** What a pass is for. */
    public enum Purpose {
        /** A step of training, whose noise follows from the iteration. */
        TRAINING,
        /** Anything else, whose noise follows from a given seed. */
        EVALUATION,
        /** No draws at all: posteriors put out their location, as for reconstructions. */
        LOCATION
    }

    /** The noise of the network's iteration, for a whole batch: what a layer draws unless told otherwise. */
    public static final NoisePosition TRAINING = training(0);

    /**
     * How noise follows from seeds and numbers, as a version: 1 was by batch and position in it (version 0.1), 2 is by
     * example and draw. A training that began with one is continued with the latest.
     */
    public static final int KEYING = 2;

    public NoisePosition {
        if (firstExample < 0 || firstDraw < 0 || examples < 0) {
            throw new IllegalArgumentException("found a pass of " + examples + " examples from number " + firstExample
                    + ", draws from number " + firstDraw + ", expected numbers >= 0");
        }
    }

    /**
     * A part of a training step's batch.
     *
     * @param firstExample its first example's position in the batch, ≥ 0
     * @return the noise that its examples have in the whole batch
     */
    public static NoisePosition training(long firstExample) {
        return new NoisePosition(Purpose.TRAINING, 0, firstExample, 0, 0);
    }

    /**
     * An evaluation, from its first example on.
     *
     * @param seed of its noise
     * @return the position
     */
    public static NoisePosition evaluation(long seed) {
        return new NoisePosition(Purpose.EVALUATION, seed, 0, 0, 0);
    }

    /**
     * No noise: what is drawn elsewhere is the location of the distribution that it is drawn from.
     *
     * @return the position
     */
    public static NoisePosition location() {
        return new NoisePosition(Purpose.LOCATION, 0, 0, 0, 0);
    }

    /**
     * The same noise from another example on.
     *
     * @param number of the pass's first example, ≥ 0
     * @return the position
     */
    public NoisePosition fromExample(long number) {
        return new NoisePosition(purpose, seed, number, firstDraw, examples);
    }

    /**
     * Further draws of the same examples.
     *
     * @param number of the first draw, ≥ 0
     * @return the position
     */
    public NoisePosition fromDraw(long number) {
        return new NoisePosition(purpose, seed, firstExample, number, examples);
    }

    /**
     * The position of a pass whose number of examples is known.
     *
     * @param count how many examples the pass has, ≥ 1
     * @return the position
     */
    public NoisePosition ofExamples(int count) {
        return new NoisePosition(purpose, seed, firstExample, firstDraw, count);
    }
}
