package org.vae4j.latent.bijection.sylvester;

import org.vae4j.latent.bijection.Step;
import org.vae4j.latent.bijection.StepParameters;

/**
 * See {@link SylvesterFlow}. Each row has matrices of its own, so rows are taken one by one.
 *
 * @param basis where Q comes from
 */
record SylvesterStep(Basis basis) implements Step {

    @Override
    public int parameterCount(int latent) {
        int m = basis.columns(latent);
        return basis.parameterCount(latent) + m * (m + 1) + m;
    }

    /** The parameters of each row: read column by column, in the order in which they lie in memory. */
    private double[][] ofRows(StepParameters parameters, int latent) {
        double[][] own = new double[parameters.rows()][parameterCount(latent)];
        double[] values = parameters.values();
        for (int p = 0; p < own[0].length; p++) {
            int at = parameters.at(p);
            for (int r = 0; r < own.length; r++) {
                own[r][p] = values[at + r];
            }
        }
        return own;
    }

    private static void add(double[][] ofRows, StepParameters parameters) {
        double[] gradient = parameters.gradient();
        for (int p = 0; p < ofRows[0].length; p++) {
            int at = parameters.at(p);
            for (int r = 0; r < ofRows.length; r++) {
                gradient[at + r] += ofRows[r][p];
            }
        }
    }

    private static double[] values(double[] all, int rows, int row) {
        double[] values = new double[all.length / rows];
        for (int j = 0; j < values.length; j++) {
            values[j] = all[j * rows + row];
        }
        return values;
    }

    private static void put(double[] values, double[] all, int rows, int row) {
        for (int j = 0; j < values.length; j++) {
            all[j * rows + row] = values[j];
        }
    }

    @Override
    public Taken take(StepParameters parameters, double[] z, double[] logDeterminant) {
        int rows = parameters.rows();
        double[][] own = ofRows(parameters, z.length / rows);
        SylvesterRow[] taken = new SylvesterRow[rows];
        for (int r = 0; r < rows; r++) {
            taken[r] = new SylvesterRow(basis, own[r], values(z, rows, r));
            put(taken[r].image(), z, rows, r);
            logDeterminant[r] += taken[r].logDeterminant();
        }
        return (gradient, toLogDeterminant) -> backward(parameters, taken, gradient, toLogDeterminant);
    }

    private static void backward(
            StepParameters parameters, SylvesterRow[] taken, double[] gradient, double[] toLogDeterminant) {
        double[][] found = new double[taken.length][];
        for (int r = 0; r < taken.length; r++) {
            SylvesterRow.Gradient ofRow = taken[r].backward(values(gradient, taken.length, r), toLogDeterminant[r]);
            put(ofRow.z(), gradient, taken.length, r);
            found[r] = ofRow.parameters();
        }
        add(found, parameters);
    }
}
