package org.vae4j.latent.bijection.sylvester;

import org.vae4j.latent.bijection.Step;
import org.vae4j.latent.bijection.StepParameters;

/**
 * One step of a {@link SylvesterFlow}. Each row has matrices of its own, so {@link SylvesterRow} takes them one by one.
 *
 * @param basis the function from a row's parameters to Q
 */
record SylvesterStep(Basis basis) implements Step {

    @Override
    public int parameterCount(int latent) {
        int m = basis.columns(latent);
        return basis.parameterCount(latent) + m * (m + 1) + m;
    }

    /** The parameters of each row. They are copied column by column, in the order in which they lie in memory. */
    private double[][] perRow(StepParameters parameters, int latent) {
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

    private static void addGradients(double[][] perRow, StepParameters parameters) {
        double[] gradient = parameters.gradient();
        for (int p = 0; p < perRow[0].length; p++) {
            int at = parameters.at(p);
            for (int r = 0; r < perRow.length; r++) {
                gradient[at + r] += perRow[r][p];
            }
        }
    }

    private static double[] readRow(double[] matrix, int rows, int row) {
        double[] values = new double[matrix.length / rows];
        for (int j = 0; j < values.length; j++) {
            values[j] = matrix[j * rows + row];
        }
        return values;
    }

    private static void writeRow(double[] values, double[] matrix, int rows, int row) {
        for (int j = 0; j < values.length; j++) {
            matrix[j * rows + row] = values[j];
        }
    }

    @Override
    public Taken take(StepParameters parameters, double[] z, double[] logDeterminant) {
        int rows = parameters.rows();
        double[][] perRow = perRow(parameters, z.length / rows);
        SylvesterRow[] taken = new SylvesterRow[rows];
        for (int r = 0; r < rows; r++) {
            taken[r] = new SylvesterRow(basis, perRow[r], readRow(z, rows, r));
            writeRow(taken[r].image(), z, rows, r);
            logDeterminant[r] += taken[r].logDeterminant();
        }
        return (gradient, toLogDeterminant) -> backward(parameters, taken, gradient, toLogDeterminant);
    }

    private static void backward(
            StepParameters parameters, SylvesterRow[] taken, double[] gradient, double[] toLogDeterminant) {
        int rows = taken.length;
        double[][] perRow = new double[rows][];
        for (int r = 0; r < rows; r++) {
            SylvesterRow.Gradient row = taken[r].backward(readRow(gradient, rows, r), toLogDeterminant[r]);
            writeRow(row.z(), gradient, rows, r);
            perRow[r] = row.parameters();
        }
        addGradients(perRow, parameters);
    }
}
