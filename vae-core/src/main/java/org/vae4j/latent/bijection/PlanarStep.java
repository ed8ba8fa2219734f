package org.vae4j.latent.bijection;

/** See {@link PlanarFlow}. Each array of a pass has one value per row. */
final class PlanarStep implements Step {

    @Override
    public int parameterCount(int latent) {
        return 2 * latent + 1;
    }

    /** What a row's parameters make of its z. */
    private static final class Rows {

        /** wᵀu. */
        final double[] wu;
        /** 1 / ‖w‖²; 0 where w = 0, whose direction has no meaning. */
        final double[] inverseNorm;
        /** tanh(wᵀz + b). */
        final double[] tanh;
        /** û = u + pull · w. */
        final double[] pull;
        /** The gradient with respect to wᵀz + b. */
        final double[] toSum;
        /** The gradient with respect to wᵀu. */
        final double[] toWu;
        /** The gradient with respect to ‖w‖². */
        final double[] toNorm;

        Rows(StepParameters parameters, double[] z) {
            int rows = parameters.rows();
            int latent = z.length / rows;
            double[] values = parameters.values();
            wu = new double[rows];
            inverseNorm = new double[rows];
            tanh = new double[rows];
            pull = new double[rows];
            toSum = new double[rows];
            toWu = new double[rows];
            toNorm = new double[rows];
            System.arraycopy(values, parameters.at(2 * latent), tanh, 0, rows);
            for (int j = 0; j < latent; j++) {
                int u = parameters.at(j);
                int w = parameters.at(latent + j);
                for (int r = 0; r < rows; r++) {
                    double weight = values[w + r];
                    wu[r] += weight * values[u + r];
                    inverseNorm[r] += weight * weight;
                    tanh[r] += weight * z[j * rows + r];
                }
            }
            for (int r = 0; r < rows; r++) {
                inverseNorm[r] = inverseNorm[r] == 0 ? 0 : 1 / inverseNorm[r];
                tanh[r] = Math.tanh(tanh[r]);
                pull[r] = (AboveMinusOne.of(wu[r]) - wu[r]) * inverseNorm[r];
            }
        }
    }

    @Override
    public void forward(StepParameters parameters, double[] z, double[] logDeterminant) {
        Rows of = new Rows(parameters, z);
        int rows = parameters.rows();
        int latent = z.length / rows;
        double[] values = parameters.values();
        for (int j = 0; j < latent; j++) {
            int u = parameters.at(j);
            int w = parameters.at(latent + j);
            for (int r = 0; r < rows; r++) {
                z[j * rows + r] += (values[u + r] + of.pull[r] * values[w + r]) * of.tanh[r];
            }
        }
        for (int r = 0; r < rows; r++) {
            double slope = 1 - of.tanh[r] * of.tanh[r];
            logDeterminant[r] += Math.log1p(slope * AboveMinusOne.of(of.wu[r]));
        }
    }

    @Override
    public void backward(StepParameters parameters, double[] z, double[] gradient, double[] toLogDeterminant) {
        Rows of = new Rows(parameters, z);
        int rows = parameters.rows();
        int latent = z.length / rows;
        double[] values = parameters.values();
        // With respect to tanh, and to the pull.
        double[] toTanh = new double[rows];
        double[] toPull = new double[rows];
        for (int j = 0; j < latent; j++) {
            int u = parameters.at(j);
            int w = parameters.at(latent + j);
            for (int r = 0; r < rows; r++) {
                double g = gradient[j * rows + r];
                toTanh[r] += g * (values[u + r] + of.pull[r] * values[w + r]);
                toPull[r] += g * of.tanh[r] * values[w + r];
            }
        }
        for (int r = 0; r < rows; r++) {
            double m = AboveMinusOne.of(of.wu[r]);
            double slope = 1 - of.tanh[r] * of.tanh[r];
            double share = toLogDeterminant[r] / (1 + slope * m);
            of.toSum[r] = (toTanh[r] - 2 * of.tanh[r] * share * m) * slope;
            double toM = share * slope + toPull[r] * of.inverseNorm[r];
            of.toWu[r] = toM * AboveMinusOne.slope(of.wu[r]) - toPull[r] * of.inverseNorm[r];
            of.toNorm[r] = -toPull[r] * of.pull[r] * of.inverseNorm[r];
        }
        hand(parameters, of, z, gradient);
    }

    /** Turns the gradients of a row's numbers into those of u, w, b and z. */
    private static void hand(StepParameters parameters, Rows of, double[] z, double[] gradient) {
        int rows = parameters.rows();
        int latent = z.length / rows;
        double[] values = parameters.values();
        double[] target = parameters.gradient();
        int b = parameters.at(2 * latent);
        for (int r = 0; r < rows; r++) {
            target[b + r] += of.toSum[r];
        }
        for (int j = 0; j < latent; j++) {
            int u = parameters.at(j);
            int w = parameters.at(latent + j);
            for (int r = 0; r < rows; r++) {
                int i = j * rows + r;
                double toShift = gradient[i] * of.tanh[r];
                target[u + r] += toShift + of.toWu[r] * values[w + r];
                target[w + r] += of.pull[r] * toShift
                        + of.toWu[r] * values[u + r]
                        + 2 * of.toNorm[r] * values[w + r]
                        + of.toSum[r] * z[i];
                gradient[i] += of.toSum[r] * values[w + r];
            }
        }
    }
}
