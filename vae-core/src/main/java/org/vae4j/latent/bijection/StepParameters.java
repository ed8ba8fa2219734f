package org.vae4j.latent.bijection;

import org.vae4j.latent.Columns;

/**
 * The parameters of one step among those of all steps.
 *
 * @param all of all steps, {@code [rows, …]}
 * @param first the column with which this step's begin
 */
record StepParameters(Columns all, int first) {

    int rows() {
        return all.rows();
    }

    /** Where the first row's value of a parameter is in {@link #values()} and {@link #gradient()}. */
    int at(int parameter) {
        return all.at(0, first + parameter);
    }

    double[] values() {
        return all.values();
    }

    double[] gradient() {
        return all.gradient();
    }
}
