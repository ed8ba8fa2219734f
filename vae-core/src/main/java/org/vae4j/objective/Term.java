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
 * <p>A term adds its value to the {@link LatentBatch#objective() objective} of the rows, and its gradient to the
 * gradients of its inputs: the divergences ({@code kl}), the parameters of the posterior, and z. The function that is
 * differentiated is the sum over the examples of the mean objective of their draws; its value for a batch of B examples
 * is B times the mean that {@link #add} returns. Implementations are immutable and are stored by name and fields in a
 * model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Term extends Extension, Serializable {

    /**
     * Adds the value and the gradients.
     *
     * @param batch the batch, after the reducer has been applied
     * @param moment the iteration and epoch, for schedules
     * @return the term's mean over the examples, which is reported under its name
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
     * Whether the term replaces the bound's weight β of the KL by weights of its own. An objective may have one such
     * term: two would subtract β twice and maximise the KL.
     *
     * @return false unless overridden
     */
    default boolean weighsKl() {
        return false;
    }

    /**
     * Returns the properties of the network, such as its Jacobian, that must be measured for the term. The term finds
     * each under its name as {@link LatentBatch#auxiliary}.
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
     * Returns the properties that a model must have for this term.
     *
     * @return nothing unless overridden
     */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * Adapts the term to a training: its noise then follows from the training's seed, and it knows the number of
     * examples.
     *
     * @param training the training in which the term is minimised
     * @return this term unless overridden
     */
    default Term in(Training training) {
        return this;
    }

    /**
     * Returns the additional network that the term needs beside the model, such as a discriminator.
     *
     * @return nothing unless overridden
     */
    default Optional<Auxiliary> network() {
        return Optional.empty();
    }

    /**
     * Returns the term that the encoder minimises; decoder and prior minimise this one. The encoder comprises every
     * parameter on the way from the example to z.
     *
     * @return this term unless overridden
     */
    default Term ofEncoder() {
        return this;
    }

    /**
     * The facts about a training that a term may use before the first step.
     *
     * @param seed seed of the noise that terms draw
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
     * The moment in a training at which an objective is evaluated.
     *
     * @param iteration parameter updates done so far
     * @param epoch epochs done so far
     */
    record Moment(int iteration, int epoch) {}
}
