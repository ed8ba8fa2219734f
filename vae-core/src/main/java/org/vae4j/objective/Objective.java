package org.vae4j.objective;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.latent.LatentPart;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.jacobian.Measured;

/**
 * A function of reconstruction terms, posteriors and latents whose mean over the examples is minimised, in nats.
 *
 * <p>{@link ComposedObjective} combines a {@link Reducer} with {@link Term}s and serves most models; implement this
 * interface directly only for an objective that has neither form. Implementations are immutable and are stored by name
 * and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Objective extends Serializable {

    /**
     * Computes the value and the gradients of a batch.
     *
     * @param batch its inputs are read, its outputs are overwritten
     * @param moment the iteration and epoch, for schedules
     * @return the mean of each added term over the examples, by the term's name; the bound is not among them
     */
    Map<String, Double> evaluate(LatentBatch batch, Term.Moment moment);

    /**
     * Refuses a latent that lacks what the objective needs.
     *
     * @param part a latent of the model
     * @throws IllegalArgumentException in one line that names the key to change
     */
    default void require(LatentPart part) {}

    /**
     * Returns the terms that bring a network of their own. Each network is trained in a phase after the model's.
     *
     * @return none unless overridden; their names differ
     */
    default List<AdversarialTerm> adversaries() {
        return List.of();
    }

    /**
     * Whether examples are compared in pairs, so that training must take pairs.
     *
     * @return false unless overridden
     */
    default boolean readsPairs() {
        return false;
    }

    /**
     * Returns the properties of the network, such as its Jacobian, that must be measured for the objective.
     *
     * @return nothing unless overridden; the names differ
     */
    default List<Measured> measured() {
        return List.of();
    }

    /**
     * Returns the terms that are added to a bound.
     *
     * @return nothing unless overridden
     */
    default List<Term> terms() {
        return List.of();
    }

    /** {@return the networks beside the model that terms bring along; their names differ} */
    default List<Auxiliary> networks() {
        return terms().stream().flatMap(term -> term.network().stream()).toList();
    }

    /**
     * Returns the objective of the encoder where it differs from that of decoder and prior. The encoder comprises every
     * parameter on the way from the example to z.
     *
     * @return empty unless overridden: the encoder minimises this objective, too
     */
    default Optional<Objective> ofEncoder() {
        return Optional.empty();
    }

    /**
     * Whether the objective reads z or the posterior's parameters for more than a bound does. A deterministic code is
     * then passed to the objective, which a bound alone would not need.
     *
     * @return false unless overridden
     */
    default boolean readsLatents() {
        return false;
    }

    /**
     * Whether {@link LatentBatch#pathWeights()} is part of the gradient. The network then needs a
     * {@code PathWeightVertex} between z and every vertex that reads z.
     *
     * @return false unless overridden
     */
    default boolean weighsPaths() {
        return false;
    }

    /**
     * Whether each example's value depends on that example alone, so that a batch may be divided between workers.
     *
     * @return false unless overridden
     */
    default boolean perExample() {
        return false;
    }

    /**
     * Whether the likelihoods of the rows may have different weights, {@link LatentBatch#rowWeights()}.
     *
     * @return false unless overridden
     */
    default boolean weighsRows() {
        return false;
    }
}
