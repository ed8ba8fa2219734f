package org.vae4j.experiment.use;

/** How to go from one latent to another. */
public enum LatentPath {
    /** (1 - t) a + t b: straight, through a region near the origin where N(0, I) in many dimensions has little mass. */
    LINEAR {
        @Override
        double[] at(double[] from, double[] to, double t) {
            return combine(from, 1 - t, to, t);
        }
    },
    /**
     * (sin((1 - t)Ω) a + sin(tΩ) b) / sin Ω, Ω being the angle between a and b (Shoemake 1985): between latents of
     * equal length every point has that length. Straight where a and b point the same way or opposite ways.
     */
    SPHERICAL {
        @Override
        double[] at(double[] from, double[] to, double t) {
            double norms = Math.sqrt(dot(from, from) * dot(to, to));
            double angle = norms > 0 ? Math.acos(Math.max(-1, Math.min(1, dot(from, to) / norms))) : 0;
            double sine = Math.sin(angle);
            if (sine < SMALLEST_SINE) {
                return combine(from, 1 - t, to, t);
            }
            return combine(from, Math.sin((1 - t) * angle) / sine, to, Math.sin(t * angle) / sine);
        }
    };

    private static final double SMALLEST_SINE = 1e-6;

    /**
     * Equally spaced points.
     *
     * @param from the first
     * @param to the last
     * @param steps how many, both ends included, at least 2
     * @return the points
     */
    public double[][] points(double[] from, double[] to, int steps) {
        if (steps < 2 || from.length != to.length) {
            throw new IllegalArgumentException("found " + steps + " steps between latents of " + from.length + " and "
                    + to.length + " dimensions, expected at least 2 steps and equal dimensions");
        }
        double[][] points = new double[steps][];
        for (int i = 0; i < steps; i++) {
            points[i] = at(from, to, i / (steps - 1.0));
        }
        return points;
    }

    /** The point at t in [0, 1]. */
    abstract double[] at(double[] from, double[] to, double t);

    private static double[] combine(double[] a, double weightOfA, double[] b, double weightOfB) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = weightOfA * a[i] + weightOfB * b[i];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
