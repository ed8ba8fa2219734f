package org.vae4j.latent;

import org.vae4j.kernel.Nonlinearity;

/**
 * A prior whose components are the posteriors of pseudo-inputs: examples that are learned, and that go through the
 * encoder.
 */
public interface EncodedPrior extends Prior {

    @Override
    default Source source() {
        return Source.ENCODED;
    }

    /**
     * The number of pseudo-inputs.
     *
     * @return ≥ 1: the rows of {@link #parameters}
     */
    int components();

    /**
     * The rule that makes pseudo-inputs of learned numbers.
     *
     * @return a function of each value
     */
    Nonlinearity squashing();

    /**
     * Whether the pseudo-inputs of a new model begin at training examples.
     *
     * @return false unless overridden
     */
    default boolean beginsAtData() {
        return false;
    }

    /**
     * Turns examples into the learned numbers that pseudo-inputs begin with, in place.
     *
     * @param examples one per component, {@code [components, features]}: overwritten by the learned numbers
     * @param seed of the noise that is added
     */
    void beginAt(Columns examples, long seed);
}
