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
 * <p>{@link ComposedObjective} makes one of a {@link Reducer} and {@link Term}s; an implementation of this interface
 * itself is needed only for what is neither. Implementations are immutable and are stored by name and fields in a
 * model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Objective extends Serializable {

    /**
     * Computes the value and the gradients of a batch.
     *
     * @param batch inputs are read, outputs are overwritten
     * @param moment when in the training, for schedules
     * @return the value of each term beside the bound, mean over the examples, by its name
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
     * The terms that bring a network of their own, each of which is trained in a phase behind the model's.
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
     * What the objective reads that is measured of the network itself.
     *
     * @return nothing unless overridden; the names differ
     */
    default List<Measured> measured() {
        return List.of();
    }

    /**
     * What is added to a bound.
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
     * What the encoder minimises, that is every parameter on the way from the example to z, where that is something
     * else than what decoder and prior minimise.
     *
     * @return nothing unless overridden: this objective
     */
    default Optional<Objective> ofEncoder() {
        return Optional.empty();
    }

    /**
     * Whether z or the posterior's parameters are read beside what a bound reads, so that a deterministic code must
     * stand among the objective's inputs.
     *
     * @return false unless overridden
     */
    default boolean readsLatents() {
        return false;
    }

    /**
     * Whether {@link LatentBatch#pathWeights()} is part of the gradient. The network then needs a
     * {@code PathWeightVertex} between z and all that reads it.
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
     * Whether the rows of a batch differ in what their likelihood counts for, {@link LatentBatch#rowWeights()}.
     *
     * @return false unless overridden
     */
    default boolean weighsRows() {
        return false;
    }
}
