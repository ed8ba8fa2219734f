package org.vae4j.data;

import java.util.List;

/** The shape of one example: an image, or a row of a table. */
public sealed interface ExampleShape permits ImageShape, VectorShape {

    /**
     * The number of values of one example.
     *
     * @return at least 1
     */
    int size();

    /**
     * The sizes, as a configuration writes them.
     *
     * @return {@code [channels, height, width]} or {@code [columns]}
     */
    List<Integer> sizes();

    /**
     * The shape with these sizes.
     *
     * @param sizes {@code [columns]}, {@code [height, width]} or {@code [channels, height, width]}
     * @return the shape
     * @throws IllegalArgumentException if there is no such shape
     */
    public static ExampleShape of(List<Integer> sizes) {
        return switch (sizes.size()) {
            case 1 -> new VectorShape(sizes.get(0));
            case 2 -> new ImageShape(1, sizes.get(0), sizes.get(1));
            case 3 -> new ImageShape(sizes.get(0), sizes.get(1), sizes.get(2));
            default ->
                throw new IllegalArgumentException("found the shape " + sizes
                        + ", expected [columns], [height, width] or [channels, height, width]: correct data.shape");
        };
    }
}
