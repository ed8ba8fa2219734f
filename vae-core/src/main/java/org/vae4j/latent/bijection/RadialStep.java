package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/**
 * One step of a {@link RadialFlow}, z' = z + m ρ (z - c) with ρ = α / (α + radius), radius = ‖z - c‖, α = softplus(a)
 * and m = m(b), and log-determinant (n - 1) log(1 + m ρ) + log(1 + m ρ²) in n dimensions.
 *
 * <p>toX is the gradient with respect to X. With stretch = m ρ, g that with respect to z' and d that with respect to
 * the log-determinant, the backward pass computes
 *
 * <ul>
 *   <li>toStretch = gᵀ(z - c) + d (n - 1) / (1 + stretch), without the second term of the log-determinant,
 *   <li>toRho = m toStretch + 2 stretch d / (1 + m ρ²),
 *   <li>toRadius = -toRho ρ / (α + radius) and toAlpha = toRho (1 - ρ) / (α + radius),
 *   <li>toM = ρ toStretch + ρ² d / (1 + m ρ²), and
 *   <li>toZ = g + e and toC = -e with e = stretch g + toRadius (z - c) / radius.
 * </ul>
 */
final class RadialStep implements Step {

    @Override
    public int parameterCount(int latent) {
        return latent + 2;
    }

    /**
     * The intermediate values of one row.
     *
     * @param radius ‖z - c‖
     * @param reach α + radius
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

        /** ρ = α / (α + radius). */
        double rho() {
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
            double rho = row.rho();
            double stretch = row.m * rho;
            for (int j = 0; j < latent; j++) {
                z[j * rows + r] += stretch * (z[j * rows + r] - parameters.values()[parameters.at(j) + r]);
            }
            logDeterminant[r] += (latent - 1) * StableMath.log1p(stretch) + StableMath.log1p(stretch * rho);
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
        double rho = row.rho();
        double stretch = row.m * rho;
        double toStretch = toLogDeterminant * (latent - 1) / (1 + stretch);
        for (int j = 0; j < latent; j++) {
            toStretch += gradient[j * rows + r] * (z[j * rows + r] - values[parameters.at(j) + r]);
        }
        double share = toLogDeterminant / (1 + stretch * rho);
        double toRho = toStretch * row.m + 2 * share * stretch;
        double toRadius = -toRho * rho / row.reach;
        double toM = toStretch * rho + share * rho * rho;
        int a = parameters.at(latent) + r;
        int b = parameters.at(latent + 1) + r;
        target[a] += toRho * (1 - rho) / row.reach * StableMath.sigmoid(values[a]);
        target[b] += toM * AboveMinusOne.slope(values[b]);
        // At the centre z = c the radius has no gradient, but its factor z - c is 0.
        double perRadius = row.radius == 0 ? 0 : toRadius / row.radius;
        for (int j = 0; j < latent; j++) {
            int i = j * rows + r;
            int c = parameters.at(j) + r;
            double toDifference = gradient[i] * stretch + perRadius * (z[i] - values[c]);
            gradient[i] += toDifference;
            target[c] -= toDifference;
        }
    }
}
