package org.vae4j.model.foreign;

import java.util.List;

/**
 * What shapes a foreign vertex reads and gives. The steps of a sequence may become rows and rows steps again, as DL4J's
 * preprocessors do it; the rows of a batch then are all examples' first steps, all second ones and so on.
 *
 * @param inputs of each input
 * @param output of a row that comes out
 * @param rowsPerExample of the first input
 * @param outputRowsPerExample of the output
 */
public record ForeignShapes(
        List<ExampleShape> inputs, ExampleShape output, int rowsPerExample, int outputRowsPerExample) {

    /** How many examples some rows of the first input are, further draws of an example counted as examples. */
    int examples(int rows) {
        return rows / rowsPerExample;
    }

    int examplesBehind(int outputRows) {
        return outputRows / outputRowsPerExample;
    }

    public int outputRows(int rows) {
        return rows / rowsPerExample * outputRowsPerExample;
    }
}
