package org.vae4j.layers;

import java.util.List;
import java.util.Map;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.Measured;

/** The evaluation of an objective by the output layer, on matrices that the caller owns. */
public interface ObjectiveOperation {

    /**
     * The number of columns of the labels, which are the features.
     *
     * @param inputColumns number of columns of the input
     * @return columns of the labels
     */
    int labelColumns(int inputColumns);

    /** {@return p(x|z) in evaluations} */
    Likelihood likelihood();

    /** {@return whether each example's value depends on that example alone} */
    boolean perExample();

    /**
     * Whether {@link #read} and {@link #write} treat each example by itself, so that several workers can read parts of
     * a batch whose objective one of them reduces.
     *
     * @return as {@link #perExample} unless overridden
     */
    default boolean readsPerExample() {
        return perExample();
    }

    /** {@return the terms of every row, of the last evaluation} */
    LatentBatch batch();

    /**
     * Value and gradient of the objective: {@link #read}, {@link #reduce} and {@link #write} one after the other.
     *
     * @param input {@code [rows, likelihood parameters | latents]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param inputGradient as the input: overwritten with the gradient of the objective, summed over the examples
     * @param moment iteration and epoch
     * @return the terms of the batch, means over the examples
     */
    default ElboTerms evaluate(Matrix input, Matrix labels, Matrix inputGradient, Term.Moment moment) {
        read(input, labels, inputGradient);
        ElboTerms terms = reduce(batch(), moment);
        write(inputGradient);
        return terms;
    }

    /**
     * Sets the outputs that auxiliary networks compute from the data of the batch that is read next.
     *
     * @param outputs {@code [examples, outputs]} by the names of the networks: see {@link LatentBatch#ofData}
     */
    default void setOutputsOfData(Map<String, Columns> outputs) {}

    /**
     * Fills the inputs of {@link #batch()}.
     *
     * @param input {@code [rows, likelihood parameters | latents]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param inputGradient as the input: holds the likelihood's gradient until {@link #write}
     */
    void read(Matrix input, Matrix labels, Matrix inputGradient);

    /**
     * Evaluates the objective of a batch: {@link #batch()}, or one into which the batches of several layers were
     * gathered.
     *
     * @param whole the batch: its inputs are read, its outputs are overwritten
     * @param moment iteration and epoch
     * @return the terms of the batch, means over the examples
     */
    ElboTerms reduce(LatentBatch whole, Term.Moment moment);

    /** {@return whether the encoder minimises another objective than decoder and prior} */
    default boolean hasEncoderObjective() {
        return false;
    }

    /**
     * Evaluates the objective that the encoder minimises: the one of {@link #reduce} unless it has its own.
     *
     * @param whole the batch: its inputs are read, its outputs are overwritten
     * @param moment iteration and epoch
     * @return the terms of the batch, means over the examples
     */
    default ElboTerms reduceForEncoder(LatentBatch whole, Term.Moment moment) {
        return reduce(whole, moment);
    }

    /**
     * Completes the gradient of the objective from the outputs of {@link #batch()}.
     *
     * @param inputGradient the matrix that was given to {@link #read}: overwritten with the gradient of the objective,
     *     summed over the examples
     */
    void write(Matrix inputGradient);

    /**
     * Fills the inputs of {@link #batch()} under the likelihood that evaluations use. No objective is evaluated and no
     * gradient is written.
     *
     * @param input {@code [rows, likelihood parameters | latents]}
     * @param labels {@code [examples, features]}, rows a multiple of examples: row r belongs to example r mod examples
     * @param scratch as the input: undefined afterwards
     */
    void observe(Matrix input, Matrix labels, Matrix scratch);

    /**
     * Does the same as {@link #read} under the likelihood of evaluations, which may differ from training's: see {@link
     * Likelihood#forEvaluation()}.
     *
     * @param input {@code [rows, likelihood parameters | latents]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param scratch as the input: overwritten with the gradient of this likelihood
     */
    void readForEvaluation(Matrix input, Matrix labels, Matrix scratch);

    /**
     * The quantities in {@link #batch()} that the caller measures, as {@link #read} cannot compute them from its input.
     *
     * @return none unless overridden
     */
    default List<Measured> measured() {
        return List.of();
    }
}
