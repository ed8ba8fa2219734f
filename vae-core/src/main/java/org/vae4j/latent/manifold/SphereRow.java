package org.vae4j.latent.manifold;

/**
 * The mean direction μ = d / ‖d‖ of one row, and the draws z = cos θ μ + sin θ v at the angle θ from it. d are the
 * first m of the row's parameters; d = 0 has the first pole as its direction, and no gradient.
 *
 * <p>v = y / ‖y‖ with y = ε - (εᵀμ) μ is the direction of the noise at right angles to μ. With g the gradient with
 * respect to z, the backward passes compute
 *
 * <ul>
 *   <li>toTheta = cos θ vᵀg - sin θ μᵀg,
 *   <li>toNoise = sin θ / ‖y‖ · (g - (vᵀg) v - (μᵀg) μ),
 *   <li>toMean = cos θ g - sin θ / ‖y‖ · ((εᵀμ) r + (μᵀr) ε) with r = g - (vᵀg) v, and
 *   <li>toD = (toMean - (μᵀtoMean) μ) / ‖d‖.
 * </ul>
 *
 * <p>toX is the gradient with respect to X. All matrices are stored column by column and have the same number of rows.
 */
final class SphereRow {

    private final int rows;
    private final int row;
    /** μ. */
    private final double[] mean;
    /** ‖d‖. */
    private final double length;

    /**
     * Reads the mean direction of a row.
     *
     * @param parameters {@code [rows, m + 1]}
     * @param rows the number of rows of all matrices
     * @param row the number of this row
     */
    SphereRow(double[] parameters, int rows, int row) {
        this.rows = rows;
        this.row = row;
        this.mean = read(parameters, 0, parameters.length / rows - 1);
        this.length = UnitSphere.length(mean);
        UnitSphere.normalise(mean);
    }

    private double[] read(double[] matrix, int first, int count) {
        double[] values = new double[count];
        for (int j = 0; j < count; j++) {
            values[j] = matrix[(first + j) * rows + row];
        }
        return values;
    }

    private void add(double[] values, double weight, double[] matrix) {
        for (int j = 0; j < values.length; j++) {
            matrix[j * rows + row] += weight * values[j];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** a + weight · b. */
    private static double[] plus(double[] a, double weight, double[] b) {
        double[] sum = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            sum[j] = a[j] + weight * b[j];
        }
        return sum;
    }

    /** Writes μ to this row of a matrix {@code [rows, m]}. */
    void direction(double[] target) {
        for (int j = 0; j < mean.length; j++) {
            target[j * rows + row] = mean[j];
        }
    }

    /** Adds weight · μ to this row of a matrix {@code [rows, m]}. */
    void addDirection(double weight, double[] target) {
        add(mean, weight, target);
    }

    /** μᵀz for this row of z {@code [rows, m]}. */
    double cosine(double[] z) {
        return dot(mean, read(z, 0, mean.length));
    }

    /** Adds weight times the gradient of μᵀz with respect to d to this row of the parameters' gradient. */
    void addCosineGradient(double[] z, double weight, double[] target) {
        addDirectionGradient(read(z, 0, mean.length), weight, target);
    }

    /** Adds weight · toD for a gradient with respect to μ. */
    private void addDirectionGradient(double[] toMean, double weight, double[] target) {
        if (length > 0) {
            add(plus(toMean, -dot(toMean, mean), mean), weight / length, target);
        }
    }

    /**
     * The direction v that a row of noise gives.
     *
     * @param noise {@code [rows, m + 1]}; its first column is the noise of the angle, the others are ε
     */
    Tangent tangentOf(double[] noise) {
        return new Tangent(read(noise, 1, mean.length));
    }

    /** The direction v at right angles to μ. */
    final class Tangent {

        private final double[] epsilon;
        /** εᵀμ. */
        private final double along;

        private final double[] v;
        /** ‖y‖. */
        private final double across;

        private Tangent(double[] epsilon) {
            this.epsilon = epsilon;
            this.along = dot(epsilon, mean);
            double[] y = plus(epsilon, -along, mean);
            // A second projection removes the part along μ that rounding left, which matters where y is short.
            this.v = plus(y, -dot(y, mean), mean);
            this.across = UnitSphere.length(v);
            UnitSphere.normalise(v);
        }

        /** Writes z = cos θ μ + sin θ v to this row of a matrix {@code [rows, m]}. */
        void point(double theta, double[] target) {
            double cosine = Math.cos(theta);
            double sine = Math.sin(theta);
            for (int j = 0; j < v.length; j++) {
                target[j * rows + row] = cosine * mean[j] + sine * v[j];
            }
        }

        /** θ of a z that {@link #point} wrote. */
        double angleOf(double[] z) {
            double[] point = read(z, 0, v.length);
            return Math.atan2(dot(point, v), dot(point, mean));
        }

        /**
         * Adds toNoise to the noise's gradient.
         *
         * @param theta θ of the point
         * @param gradient with respect to z, {@code [rows, m]}
         * @param target with respect to the noise, {@code [rows, 1 + m]}
         * @return toTheta
         */
        double addNoiseGradient(double theta, double[] gradient, double[] target) {
            double[] g = read(gradient, 0, v.length);
            double alongMean = dot(g, mean);
            double alongV = dot(g, v);
            double[] rest = plus(plus(g, -alongV, v), -alongMean, mean);
            if (across > 0) {
                double scale = Math.sin(theta) / across;
                for (int j = 0; j < v.length; j++) {
                    target[(1 + j) * rows + row] += scale * rest[j];
                }
            }
            return Math.cos(theta) * alongV - Math.sin(theta) * alongMean;
        }

        /**
         * Adds toD to the parameters' gradient.
         *
         * @param theta θ of the point
         * @param gradient with respect to z, {@code [rows, m]}
         * @param target with respect to the parameters, {@code [rows, m + 1]}
         * @return toTheta
         */
        double addGradient(double theta, double[] gradient, double[] target) {
            double cosine = Math.cos(theta);
            double sine = Math.sin(theta);
            double[] g = read(gradient, 0, v.length);
            double alongMean = dot(g, mean);
            double alongV = dot(g, v);
            double[] toMean = plus(new double[v.length], cosine, g);
            if (across > 0) {
                double[] r = plus(g, -alongV, v);
                double scale = sine / across;
                toMean = plus(toMean, -scale * along, r);
                toMean = plus(toMean, -scale * dot(mean, r), epsilon);
            }
            addDirectionGradient(toMean, 1, target);
            return cosine * alongV - sine * alongMean;
        }
    }
}
