package org.vae4j.data.synthetic;

import java.util.List;

/** Draws images of a generated set by their factors. Immutable; each thread may draw. */
public interface FactorRenderer {

    /**
     * The values that the factors take.
     *
     * @return in the order in which {@link org.vae4j.data.ExampleSet#factors} has them
     */
    List<Range> ranges();

    /**
     * Draws one image.
     *
     * @param factors one value per factor
     * @param pixels zeros where the image goes
     * @param at index of its first byte
     */
    void draw(double[] factors, byte[] pixels, int at);
}
