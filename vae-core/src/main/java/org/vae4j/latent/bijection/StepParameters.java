package org.vae4j.latent.bijection;

import org.vae4j.latent.Columns;

/**
 * The parameters of one step among those of all steps.
 *
 * @param all of all steps, {@code [rows, …]}
 * @param first the column with which this step's begin
 */
public record StepParameters(Columns all, int first) {

    /** {@return number of rows} */
    public int rows() {
        return all.rows();
    }

    /**
     * The index of a parameter's first row in {@link #values()} and {@link #gradient()}; those of the other
     * rows follow.
     *
     * @param parameter its number among the parameters of the step
     * @return the index
     */
    public int at(int parameter) {
        return all.at(0, first + parameter);
    }

    /** {@return the values of all steps, not a copy} */
    public double[] values() {
        return all.values();
    }

    /** {@return the gradient with respect to the values, not a copy} */
    public double[] gradient() {
        return all.gradient();
    }
}
