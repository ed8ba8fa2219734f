package org.vae4j.latent.bijection;

/** See {@link HouseholderFlow}. Each array of a pass has one value per row. */
final class HouseholderStep implements Step {

    @Override
    public int parameterCount(int latent) {
        return latent;
    }

    /** 2 vᵀx / ‖v‖² of each row; 0 where v = 0. */
    private static double[] share(StepParameters parameters, double[] x) {
        int rows = parameters.rows();
        double[] values = parameters.values();
        double[] product = new double[rows];
        double[] norm = new double[rows];
        for (int j = 0; j < x.length / rows; j++) {
            int v = parameters.at(j);
            for (int r = 0; r < rows; r++) {
                product[r] += values[v + r] * x[j * rows + r];
                norm[r] += values[v + r] * values[v + r];
            }
        }
        for (int r = 0; r < rows; r++) {
            product[r] = norm[r] == 0 ? 0 : 2 * product[r] / norm[r];
        }
        return product;
    }

    @Override
    public void forward(StepParameters parameters, double[] z, double[] logDeterminant) {
        double[] share = share(parameters, z);
        int rows = share.length;
        for (int i = 0; i < z.length; i++) {
            z[i] -= share[i % rows] * parameters.values()[parameters.at(0) + i];
        }
    }

    /** A reflection is its own transpose. With s = 2 vᵀz / ‖v‖² and t = 2 vᵀg / ‖v‖², g to v is s t v - t z - s g. */
    @Override
    public void backward(StepParameters parameters, double[] z, double[] gradient, double[] toLogDeterminant) {
        double[] ofZ = share(parameters, z);
        double[] ofGradient = share(parameters, gradient);
        int rows = ofZ.length;
        int first = parameters.at(0);
        for (int i = 0; i < z.length; i++) {
            int r = i % rows;
            double v = parameters.values()[first + i];
            parameters.gradient()[first + i] +=
                    ofZ[r] * ofGradient[r] * v - ofGradient[r] * z[i] - ofZ[r] * gradient[i];
            gradient[i] -= ofGradient[r] * v;
        }
    }
}
