package org.vae4j.math;

/**
 * The rows of a matrix that hold several draws for each of a range of examples: row s · examples + i is draw
 * firstDraw + s of example firstExample + i.
 *
 * @param firstExample the number of the first example within its data set or batch, ≥ 0
 * @param examples the count of examples, ≥ 1
 * @param firstDraw the number of the first draw of each example, ≥ 0
 * @param draws the count of draws of each example, ≥ 1
 */
public record NoiseRows(long firstExample, int examples, long firstDraw, int draws) {

    public NoiseRows {
        if (firstExample < 0 || firstDraw < 0 || examples < 1 || draws < 1) {
            throw new IllegalArgumentException("found " + draws + " draws from number " + firstDraw + " of " + examples
                    + " examples from number " + firstExample + ", expected at least one of each, counted from 0");
        }
    }

    /**
     * The rows of draw 0 of each example.
     *
     * @param firstExample the number of the first example, ≥ 0
     * @param examples the count of examples, ≥ 1
     * @return one row per example
     */
    public static NoiseRows ofExamples(long firstExample, int examples) {
        return new NoiseRows(firstExample, examples, 0, 1);
    }

    /** {@return examples · draws} */
    public int count() {
        return Math.multiplyExact(examples, draws);
    }
}
