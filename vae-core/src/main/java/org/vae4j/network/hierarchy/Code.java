package org.vae4j.network.hierarchy;

import java.util.Objects;
import org.vae4j.network.Shape;

/**
 * What a vertex of the network puts out.
 *
 * @param vertex its name
 * @param shape of what comes out for each row
 */
public record Code(String vertex, Shape shape) {

    /** Checks that both are there. */
    public Code {
        Objects.requireNonNull(vertex, "vertex");
        Objects.requireNonNull(shape, "shape");
    }

    /** {@return how many numbers come out for each row} */
    public int size() {
        return shape.size();
    }
}
