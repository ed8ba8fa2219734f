package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/**
 * One step of a {@link PlanarFlow}, z' = z + û t with û = u + pull w, pull = (m - wᵀu) / ‖w‖², m = m(wᵀu) and
 * t = tanh(wᵀz + b), and log-determinant log(1 + slope m) with slope = 1 - t².
 *
 * <p>toX is the gradient with respect to X, with sum = wᵀz + b, wu = wᵀu and norm = ‖w‖². With g the gradient with
 * respect to z' and d that with respect to the log-determinant, the backward pass computes
 *
 * <ul>
 *   <li>toTanh = gᵀû, toPull = t gᵀw and share = d / (1 + slope m),
 *   <li>toSum = slope (toTanh - 2 t m share),
 *   <li>toM = slope share + toPull / norm, toWu = m' toM - toPull / norm and toNorm = -pull toPull / norm, and
 *   <li>toU = t g + toWu w, toW = pull t g + toWu u + 2 toNorm w + toSum z, toB = toSum and toZ = g + toSum w.
 * </ul>
 */
final class PlanarStep implements Step {

    @Override
    public int parameterCount(int latent) {
        return 2 * latent + 1;
    }

    @Override
    public Taken take(StepParameters parameters, double[] z, double[] logDeterminant) {
        Rows rows = new Rows(parameters, z.clone());
        rows.move(z, logDeterminant);
        return rows;
    }

    /** The intermediate values of all rows. Each array but z has one value per row. */
    private static final class Rows implements Taken {

        private final StepParameters parameters;
        /** z before the step, column by column. */
        private final double[] z;

        private final int rows;
        private final int latent;
        /** wᵀu. */
        private final double[] wu;
        /** 1 / ‖w‖²; 0 where w = 0, whose direction has no meaning. */
        private final double[] inverseNorm;
        /** tanh(wᵀz + b). */
        private final double[] tanh;
        /** m(wᵀu). */
        private final double[] m;
        /** û = u + pull · w. */
        private final double[] pull;

        Rows(StepParameters parameters, double[] z) {
            this.parameters = parameters;
            this.z = z;
            this.rows = parameters.rows();
            this.latent = z.length / rows;
            this.wu = new double[rows];
            this.inverseNorm = new double[rows];
            this.tanh = new double[rows];
            this.m = new double[rows];
            this.pull = new double[rows];
            addProducts(wu, inverseNorm, tanh);
            for (int r = 0; r < rows; r++) {
                inverseNorm[r] = inverseNorm[r] == 0 ? 0 : 1 / inverseNorm[r];
                tanh[r] = StableMath.tanh(tanh[r]);
                m[r] = AboveMinusOne.of(wu[r]);
                pull[r] = (m[r] - wu[r]) * inverseNorm[r];
            }
        }

        /**
         * Adds wᵀu, ‖w‖² and wᵀz + b of each row. The arrays are arguments because the JIT compiler cannot know that
         * fields do not change within the loop.
         */
        private void addProducts(double[] products, double[] norm, double[] sum) {
            double[] values = parameters.values();
            System.arraycopy(values, parameters.at(2 * latent), sum, 0, rows);
            for (int j = 0; j < latent; j++) {
                int u = parameters.at(j);
                int w = parameters.at(latent + j);
                int at = j * rows;
                for (int r = 0; r < rows; r++) {
                    double weight = values[w + r];
                    products[r] += weight * values[u + r];
                    norm[r] += weight * weight;
                    sum[r] += weight * z[at + r];
                }
            }
        }

        /** Adds û t to z, which becomes z', and adds the log-determinant. */
        void move(double[] image, double[] logDeterminant) {
            double[] values = parameters.values();
            double[] t = tanh;
            double[] p = pull;
            for (int j = 0; j < latent; j++) {
                int u = parameters.at(j);
                int w = parameters.at(latent + j);
                int at = j * rows;
                for (int r = 0; r < rows; r++) {
                    image[at + r] += (values[u + r] + p[r] * values[w + r]) * t[r];
                }
            }
            for (int r = 0; r < rows; r++) {
                logDeterminant[r] += StableMath.log1p(slope(r) * m[r]);
            }
        }

        /** The derivative of the tanh. */
        private double slope(int row) {
            return 1 - tanh[row] * tanh[row];
        }

        @Override
        public void backward(double[] gradient, double[] toLogDeterminant) {
            double[] toTanh = new double[rows];
            double[] toPull = new double[rows];
            addToTanhAndPull(gradient, toTanh, toPull);
            double[] toSum = new double[rows];
            double[] toWu = new double[rows];
            double[] toNorm = new double[rows];
            for (int r = 0; r < rows; r++) {
                double slope = slope(r);
                double share = toLogDeterminant[r] / (1 + slope * m[r]);
                toSum[r] = (toTanh[r] - 2 * tanh[r] * share * m[r]) * slope;
                double toM = share * slope + toPull[r] * inverseNorm[r];
                toWu[r] = toM * AboveMinusOne.slope(wu[r]) - toPull[r] * inverseNorm[r];
                toNorm[r] = -toPull[r] * pull[r] * inverseNorm[r];
            }
            addParameterGradient(gradient, toSum, toWu, toNorm);
        }

        private void addToTanhAndPull(double[] gradient, double[] toTanh, double[] toPull) {
            double[] values = parameters.values();
            double[] t = tanh;
            double[] p = pull;
            for (int j = 0; j < latent; j++) {
                int u = parameters.at(j);
                int w = parameters.at(latent + j);
                int at = j * rows;
                for (int r = 0; r < rows; r++) {
                    double g = gradient[at + r];
                    toTanh[r] += g * (values[u + r] + p[r] * values[w + r]);
                    toPull[r] += g * t[r] * values[w + r];
                }
            }
        }

        /** Adds toU, toW and toB to the parameters' gradient, and replaces g by toZ. */
        private void addParameterGradient(double[] gradient, double[] toSum, double[] toWu, double[] toNorm) {
            double[] values = parameters.values();
            double[] target = parameters.gradient();
            double[] t = tanh;
            double[] p = pull;
            int b = parameters.at(2 * latent);
            for (int r = 0; r < rows; r++) {
                target[b + r] += toSum[r];
            }
            for (int j = 0; j < latent; j++) {
                int u = parameters.at(j);
                int w = parameters.at(latent + j);
                int at = j * rows;
                for (int r = 0; r < rows; r++) {
                    double weight = values[w + r];
                    double toShift = gradient[at + r] * t[r];
                    target[u + r] += toShift + toWu[r] * weight;
                    target[w + r] +=
                            p[r] * toShift + toWu[r] * values[u + r] + 2 * toNorm[r] * weight + toSum[r] * z[at + r];
                    gradient[at + r] += toSum[r] * weight;
                }
            }
        }
    }
}
