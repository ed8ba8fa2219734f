package org.vae4j.network.hierarchy;

import java.util.Objects;
import org.vae4j.network.Shape;

/**
 * The output of a vertex of the network.
 *
 * @param vertex the vertex's name
 * @param shape the shape of each row of the output
 */
public record Code(String vertex, Shape shape) {

    /** Checks that both are there. */
    public Code {
        Objects.requireNonNull(vertex, "vertex");
        Objects.requireNonNull(shape, "shape");
    }

    /** {@return number of columns of the output} */
    public int size() {
        return shape.size();
    }
}
