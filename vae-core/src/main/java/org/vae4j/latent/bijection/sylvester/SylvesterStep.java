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

    private SylvesterRow row(StepParameters parameters, double[] z, int row) {
        int rows = parameters.rows();
        double[] own = new double[parameterCount(z.length / rows)];
        for (int p = 0; p < own.length; p++) {
            own[p] = parameters.values()[parameters.at(p) + row];
        }
        return new SylvesterRow(basis, own, values(z, rows, row));
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
    public void forward(StepParameters parameters, double[] z, double[] logDeterminant) {
        int rows = parameters.rows();
        for (int r = 0; r < rows; r++) {
            SylvesterRow row = row(parameters, z, r);
            put(row.image(), z, rows, r);
            logDeterminant[r] += row.logDeterminant();
        }
    }

    @Override
    public void backward(StepParameters parameters, double[] z, double[] gradient, double[] toLogDeterminant) {
        int rows = parameters.rows();
        for (int r = 0; r < rows; r++) {
            SylvesterRow row = row(parameters, z, r);
            SylvesterRow.Gradient found = row.backward(values(gradient, rows, r), toLogDeterminant[r]);
            put(found.z(), gradient, rows, r);
            for (int p = 0; p < found.parameters().length; p++) {
                parameters.gradient()[parameters.at(p) + r] += found.parameters()[p];
            }
        }
    }
}
