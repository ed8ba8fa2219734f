package org.vae4j.data.synthetic;

import java.util.List;

/** Draws images of a generated set from their factors. Immutable and safe for use by many threads. */
public interface FactorRenderer {

    /**
     * The values that the factors take.
     *
     * @return one range per factor, in the order of {@link org.vae4j.data.ExampleSet#factors}
     */
    List<Range> ranges();

    /**
     * Draws one image.
     *
     * @param factors one value per factor
     * @param pixels takes the image; its bytes must be zeros before
     * @param at index in {@code pixels} of the image's first byte
     */
    void draw(double[] factors, byte[] pixels, int at);
}
