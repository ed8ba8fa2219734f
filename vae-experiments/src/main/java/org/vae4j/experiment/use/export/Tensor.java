package org.vae4j.experiment.use.export;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor of a safetensors file.
 *
 * @param name the name, unique in the file
 * @param shape the sizes, the last of which varies fastest
 * @param values the values, as many as the shape says, as a matrix or a vector of any order and type; not copied
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
