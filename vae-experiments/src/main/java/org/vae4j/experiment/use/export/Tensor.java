package org.vae4j.experiment.use.export;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One array of a file.
 *
 * @param name unique in the file
 * @param shape sizes, the last of which varies fastest
 * @param values of that many elements; a matrix or a vector, in any order and type
 */
record Tensor(String name, List<Long> shape, INDArray values) {

    Tensor {
        shape = List.copyOf(shape);
        if (shape.stream().reduce(1L, Math::multiplyExact) != values.length()) {
            throw new IllegalArgumentException("tensor " + name + ": found " + values.length()
                    + " values, expected a shape" + " of as many, not " + shape);
        }
    }

    long bytes() {
        return Math.multiplyExact(values.length(), (long) Float.BYTES);
    }
}
