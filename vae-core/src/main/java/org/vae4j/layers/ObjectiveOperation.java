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

/** The arithmetic of the output layer on matrices that the caller owns. */
public interface ObjectiveOperation {

    /**
     * Number of columns of the labels, which are the features.
     *
     * @param inputColumns number of columns that go in
     * @return columns of the labels
     */
    int labelColumns(int inputColumns);

    /** {@return p(x|z) as evaluations use it} */
    Likelihood likelihood();

    /** {@return whether each example's value depends on that example alone} */
    boolean perExample();

    /**
     * Whether {@link #read} and {@link #write} look at each example alone, so that several workers can read parts of a
     * batch whose objective one of them reduces.
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
     * @param moment when in the training
     * @return the terms of the batch, means over the examples
     */
    default ElboTerms evaluate(Matrix input, Matrix labels, Matrix inputGradient, Term.Moment moment) {
        read(input, labels, inputGradient);
        ElboTerms terms = reduce(batch(), moment);
        write(inputGradient);
        return terms;
    }

    /**
     * Says what networks beside the model put out for the examples that are read next.
     *
     * @param outputs {@code [examples, outputs]} by the names of the networks: see {@link LatentBatch#ofData}
     */
    default void ofData(Map<String, Columns> outputs) {}

    /**
     * Fills the inputs of {@link #batch()}.
     *
     * @param input {@code [rows, likelihood parameters | latents]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param inputGradient as the input: room for the likelihood's gradient until {@link #write}
     */
    void read(Matrix input, Matrix labels, Matrix inputGradient);

    /**
     * Evaluates the objective of a batch: this layer's own, or one that several layers' batches were gathered in.
     *
     * @param whole its inputs are read, its outputs are overwritten
     * @param moment when in the training
     * @return the terms of the batch, means over the examples
     */
    ElboTerms reduce(LatentBatch whole, Term.Moment moment);

    /** {@return whether the encoder minimises something else than decoder and prior} */
    default boolean encoderHasItsOwn() {
        return false;
    }

    /**
     * As {@link #reduce}, for what the encoder minimises.
     *
     * @param whole its inputs are read, its outputs are overwritten
     * @param moment when in the training
     * @return the terms of the batch, means over the examples
     */
    default ElboTerms reduceForEncoder(LatentBatch whole, Term.Moment moment) {
        return reduce(whole, moment);
    }

    /**
     * Writes the gradient that the outputs of {@link #batch()} say.
     *
     * @param inputGradient that of {@link #read}: overwritten with the gradient of the objective, summed over the
     *     examples
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
     * As {@link #read} under the likelihood that evaluations use, which may be another than training's: see {@link
     * Likelihood#forEvaluation()}.
     *
     * @param input {@code [rows, likelihood parameters | latents]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param scratch as the input: room for the gradient of this likelihood
     */
    void readForEvaluation(Matrix input, Matrix labels, Matrix scratch);

    /**
     * What stands in {@link #batch()} beside the inputs that are read, and which somebody else measures.
     *
     * @return nothing unless overridden
     */
    default List<Measured> measured() {
        return List.of();
    }
}
