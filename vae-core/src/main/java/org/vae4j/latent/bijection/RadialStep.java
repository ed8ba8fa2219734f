package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/** See {@link RadialFlow}. */
final class RadialStep implements Step {

    @Override
    public int parameterCount(int latent) {
        return latent + 2;
    }

    /**
     * What a row's parameters make of its z.
     *
     * @param radius ‖z - c‖
     * @param reach α + ‖z - c‖
     * @param m β / α
     */
    private record Row(double radius, double reach, double m) {

        static Row of(StepParameters parameters, double[] z, int row) {
            int rows = parameters.rows();
            int latent = z.length / rows;
            double[] values = parameters.values();
            double squared = 0;
            for (int j = 0; j < latent; j++) {
                double distance = z[j * rows + row] - values[parameters.at(j) + row];
                squared += distance * distance;
            }
            double radius = Math.sqrt(squared);
            double alpha = StableMath.softplus(values[parameters.at(latent) + row]);
            return new Row(radius, alpha + radius, AboveMinusOne.of(values[parameters.at(latent + 1) + row]));
        }

        /** ρ. */
        double nearness() {
            return (reach - radius) / reach;
        }
    }

    @Override
    public Taken take(StepParameters parameters, double[] z, double[] logDeterminant) {
        double[] before = z.clone();
        int rows = parameters.rows();
        int latent = z.length / rows;
        for (int r = 0; r < rows; r++) {
            Row row = Row.of(parameters, z, r);
            double near = row.nearness();
            double stretch = row.m * near;
            for (int j = 0; j < latent; j++) {
                z[j * rows + r] += stretch * (z[j * rows + r] - parameters.values()[parameters.at(j) + r]);
            }
            logDeterminant[r] += (latent - 1) * StableMath.log1p(stretch) + StableMath.log1p(stretch * near);
        }
        return (gradient, toLogDeterminant) -> {
            for (int r = 0; r < rows; r++) {
                backward(parameters, before, gradient, toLogDeterminant[r], r);
            }
        };
    }

    private static void backward(
            StepParameters parameters, double[] z, double[] gradient, double toLogDeterminant, int r) {
        int rows = parameters.rows();
        int latent = z.length / rows;
        double[] values = parameters.values();
        double[] target = parameters.gradient();
        Row row = Row.of(parameters, z, r);
        double near = row.nearness();
        double stretch = row.m * near;
        double toStretch = toLogDeterminant * (latent - 1) / (1 + stretch);
        for (int j = 0; j < latent; j++) {
            toStretch += gradient[j * rows + r] * (z[j * rows + r] - values[parameters.at(j) + r]);
        }
        double share = toLogDeterminant / (1 + stretch * near);
        double toNear = toStretch * row.m + 2 * share * stretch;
        double toRadius = -toNear * near / row.reach;
        int a = parameters.at(latent) + r;
        int b = parameters.at(latent + 1) + r;
        target[a] += toNear * (1 - near) / row.reach * StableMath.sigmoid(values[a]);
        target[b] += (toStretch * near + share * near * near) * AboveMinusOne.slope(values[b]);
        // In the centre the radius has no direction, and nothing there depends on it.
        double pull = row.radius == 0 ? 0 : toRadius / row.radius;
        for (int j = 0; j < latent; j++) {
            int i = j * rows + r;
            int c = parameters.at(j) + r;
            double toDistance = gradient[i] * stretch + pull * (z[i] - values[c]);
            gradient[i] += toDistance;
            target[c] -= toDistance;
        }
    }
}
