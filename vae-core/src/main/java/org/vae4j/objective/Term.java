package org.vae4j.objective;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.jacobian.Measured;

/**
 * A function of a batch's latents that is added to a bound.
 *
 * <p>A term changes the {@link LatentBatch#objective() objective} of the rows and adds to the gradients of what it
 * reads: to those of the divergences ({@code kl}), of the posterior's parameters and of z. Gradients are those of the
 * sum over the examples of the mean of their draws' objective. Implementations are immutable and are stored by name and
 * fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Term extends Extension, Serializable {

    /**
     * Adds the value and the gradients.
     *
     * @param batch after the reducer
     * @param moment when in the training
     * @return the term's value, mean over the examples, which is reported under its name
     */
    double add(LatentBatch batch, Moment moment);

    /**
     * Whether each example's value depends on that example alone, so that a batch may be divided between workers.
     *
     * @return false unless overridden
     */
    default boolean perExample() {
        return false;
    }

    /**
     * Whether the term takes the weight of the KL for itself, as if the bound's weight β alone were there. An objective
     * has one such term at most: two would take it off twice, and maximise the KL.
     *
     * @return false unless overridden
     */
    default boolean weighsKl() {
        return false;
    }

    /**
     * What the term reads that is measured of the network itself, as columns of {@link LatentBatch#auxiliary} of their
     * names.
     *
     * @return nothing unless overridden
     */
    default List<Measured> measured() {
        return List.of();
    }

    /**
     * Whether the term compares the examples of a pair, {@link LatentBatch#together()} being 2.
     *
     * @return false unless overridden
     */
    default boolean readsPairs() {
        return false;
    }

    /**
     * What the term asks of a model.
     *
     * @return nothing unless overridden
     */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * The same term with what it must know of a training: noise of its own that follows from the seed, the number of
     * examples.
     *
     * @param training in which the term is minimised
     * @return this term unless overridden: it needs nothing of it
     */
    default Term in(Training training) {
        return this;
    }

    /**
     * A network beside the model that the term brings along.
     *
     * @return nothing unless overridden
     */
    default Optional<Auxiliary> network() {
        return Optional.empty();
    }

    /**
     * What the encoder follows in place of this term, that is every parameter on the way from the example to z, where
     * decoder and prior follow this one.
     *
     * @return this term unless overridden
     */
    default Term ofEncoder() {
        return this;
    }

    /**
     * What a term can know of a training before its first step.
     *
     * @param seed of the noise that terms draw
     * @param examples N, the number of training examples, ≥ 1
     */
    record Training(long seed, long examples) {

        public Training {
            if (examples < 1) {
                throw new IllegalArgumentException(
                        "found a training of " + examples + " examples, expected a number of at least 1");
            }
        }
    }

    /**
     * When in the training an objective is evaluated.
     *
     * @param iteration parameter updates done so far
     * @param epoch epochs done so far
     */
    record Moment(int iteration, int epoch) {}
}
