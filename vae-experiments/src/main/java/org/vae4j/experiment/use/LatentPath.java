package org.vae4j.experiment.use;

/** A path from one latent to another. */
public enum LatentPath {
    /**
     * The straight line (1 − t) a + t b from a to b. In many dimensions it passes near the origin, where N(0, I) has
     * little mass.
     */
    LINEAR {
        @Override
        double[] at(double[] from, double[] to, double t) {
            return combine(from, 1 - t, to, t);
        }
    },
    /**
     * The spherical path (sin((1 − t)Ω) a + sin(tΩ) b) / sin Ω, where Ω is the angle between a and b (Shoemake 1985).
     * Between latents of equal length, every point has this length. The path is straight if a and b have the same or
     * opposite directions, or if one of them is 0.
     */
    SPHERICAL {
        @Override
        double[] at(double[] from, double[] to, double t) {
            double norms = Math.sqrt(dot(from, from) * dot(to, to));
            double angle = norms > 0 ? Math.acos(Math.max(-1, Math.min(1, dot(from, to) / norms))) : 0;
            double sine = Math.sin(angle);
            if (sine < MIN_SINE) {
                return combine(from, 1 - t, to, t);
            }
            return combine(from, Math.sin((1 - t) * angle) / sine, to, Math.sin(t * angle) / sine);
        }
    };

    /** With a smaller sine, the division would magnify rounding errors, and the path is nearly straight. */
    private static final double MIN_SINE = 1e-6;

    /**
     * Computes points at equally spaced t from 0 to 1.
     *
     * @param from the first point, a
     * @param to the last point, b, of as many dimensions
     * @param steps the number of points, both ends included, at least 2
     * @return the points, one array per point
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
