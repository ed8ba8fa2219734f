package org.vae4j.latent.manifold;

/**
 * The mean direction μ = d / ‖d‖ of one row, d being the first columns of matrices that are stored column by column;
 * that of d = 0 is the first pole.
 */
final class SphereRow {

    private final int rows;
    private final int row;
    private final double[] mean;
    private final double length;

    /**
     * Takes the numbers of a row.
     *
     * @param parameters {@code [rows, m + 1]}
     * @param rows of all matrices
     * @param row which one
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

    /** Writes μ. */
    void direction(double[] target) {
        for (int j = 0; j < mean.length; j++) {
            target[j * rows + row] = mean[j];
        }
    }

    /** Adds a multiple of μ. */
    void addDirection(double weight, double[] target) {
        add(mean, weight, target);
    }

    /** μᵀz. */
    double cosine(double[] z) {
        return dot(mean, read(z, 0, mean.length));
    }

    /** Adds a multiple of the gradient of μᵀz with respect to d. */
    void addCosineGradient(double[] z, double weight, double[] target) {
        addToDirection(read(z, 0, mean.length), weight, target);
    }

    /** Adds what a gradient with respect to μ is with respect to d: the part at right angles to μ, over ‖d‖. */
    private void addToDirection(double[] ofMean, double weight, double[] target) {
        if (length > 0) {
            add(plus(ofMean, -dot(ofMean, mean), mean), weight / length, target);
        }
    }

    /**
     * The direction at right angles to μ that a row of noise has.
     *
     * @param noise {@code [rows, m + 1]}, of which all columns but the first are taken
     */
    Tangent tangentOf(double[] noise) {
        return new Tangent(read(noise, 1, mean.length));
    }

    /** v = y / ‖y‖ with y = ε - (εᵀμ) μ. */
    final class Tangent {

        private final double[] epsilon;
        private final double along;
        private final double[] v;
        private final double across;

        private Tangent(double[] epsilon) {
            this.epsilon = epsilon;
            this.along = dot(epsilon, mean);
            double[] y = plus(epsilon, -along, mean);
            // Once more: what rounding left of μ would count where y is short.
            this.v = plus(y, -dot(y, mean), mean);
            this.across = UnitSphere.length(v);
            UnitSphere.normalise(v);
        }

        /** Writes cos θ μ + sin θ v. */
        void point(double theta, double[] target) {
            double cosine = Math.cos(theta);
            double sine = Math.sin(theta);
            for (int j = 0; j < v.length; j++) {
                target[j * rows + row] = cosine * mean[j] + sine * v[j];
            }
        }

        /** θ of a point that was written. */
        double angleOf(double[] z) {
            double[] point = read(z, 0, v.length);
            return Math.atan2(dot(point, v), dot(point, mean));
        }

        /**
         * Adds the gradient of {@link #point} with respect to the noise that the direction was made of.
         *
         * @param theta of the point
         * @param gradient with respect to the point, {@code [rows, m]}
         * @param target with respect to the noise, {@code [rows, 1 + m]}
         * @return the gradient with respect to θ
         */
        double addNoiseGradient(double theta, double[] gradient, double[] target) {
            double[] g = read(gradient, 0, v.length);
            double alongMean = dot(g, mean);
            double alongV = dot(g, v);
            double[] ofNoise = plus(plus(g, -alongV, v), -alongMean, mean);
            for (int j = 0; across > 0 && j < v.length; j++) {
                target[(1 + j) * rows + row] += Math.sin(theta) / across * ofNoise[j];
            }
            return Math.cos(theta) * alongV - Math.sin(theta) * alongMean;
        }

        /**
         * Adds the gradient with respect to d.
         *
         * @param theta of the point
         * @param gradient with respect to the point, {@code [rows, m]}
         * @param target with respect to the parameters
         * @return the gradient with respect to θ
         */
        double addGradient(double theta, double[] gradient, double[] target) {
            double cosine = Math.cos(theta);
            double sine = Math.sin(theta);
            double[] g = read(gradient, 0, v.length);
            double alongMean = dot(g, mean);
            double alongV = dot(g, v);
            double[] ofMean = plus(new double[v.length], cosine, g);
            if (across > 0) {
                double[] ofY = plus(g, -alongV, v);
                double scale = sine / across;
                ofMean = plus(ofMean, -scale * along, ofY);
                ofMean = plus(ofMean, -scale * dot(mean, ofY), epsilon);
            }
            addToDirection(ofMean, 1, target);
            return cosine * alongV - sine * alongMean;
        }
    }
}
