package org.vae4j.model.foreign;

import java.util.List;

/**
 * The shapes of a foreign vertex's inputs and output. DL4J's preprocessors may turn the steps of sequences into rows
 * and back; the rows of a batch then are the first steps of all examples, the second steps of all examples, and so on.
 *
 * @param inputs the shape of a row of each input
 * @param output the shape of a row of the output
 * @param rowsPerExample rows of the first input per example
 * @param outputRowsPerExample rows of the output per example
 */
public record ForeignShapes(
        List<ExampleShape> inputs, ExampleShape output, int rowsPerExample, int outputRowsPerExample) {

    /** The number of examples in some rows of the first input; each draw of an example counts as one. */
    int examples(int rows) {
        return rows / rowsPerExample;
    }

    /** The number of examples in some rows of the output. */
    int examplesOfOutput(int outputRows) {
        return outputRows / outputRowsPerExample;
    }

    /** {@return the number of the output's rows for some rows of the first input} */
    public int outputRows(int rows) {
        return rows / rowsPerExample * outputRowsPerExample;
    }
}
