package org.vae4j.layers;

import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;

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

    /** {@return the terms of every row, of the last evaluation} */
    LatentBatch batch();

    /**
     * Value and gradient of the objective.
     *
     * @param input {@code [rows, likelihood parameters | μ | log σ² | z]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param inputGradient as the input: overwritten with the gradient of the objective, summed over the examples
     * @param iteration parameter updates done so far
     * @param epoch epochs done so far
     * @return the terms of the batch, means over the examples
     */
    ElboTerms evaluate(Matrix input, Matrix labels, Matrix inputGradient, int iteration, int epoch);

    /**
     * The value of the objective under the likelihood that evaluations use, which may be another than training's: see {@link
     * Likelihood#forEvaluation()}.
     *
     * @param input {@code [rows, likelihood parameters | μ | log σ² | z]}
     * @param labels {@code [examples, features]}, rows a multiple of examples
     * @param scratch as the input: undefined afterwards
     * @param iteration parameter updates done so far
     * @param epoch epochs done so far
     * @return the terms of the batch, means over the examples
     */
    ElboTerms measure(Matrix input, Matrix labels, Matrix scratch, int iteration, int epoch);
}
