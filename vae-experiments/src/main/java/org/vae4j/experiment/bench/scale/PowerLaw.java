package org.vae4j.experiment.bench.scale;

import java.util.List;

/**
 * The exponent p of y = c · xᵖ, the slope of the least-squares line through the points (log x, log y) with the largest
 * x.
 */
final class PowerLaw {

    /** The number of points used. At small x constant costs are most of y, and hide the exponent. */
    static final int LARGEST = 3;

    private PowerLaw() {}

    /**
     * A measured point.
     *
     * @param x the size, above 0
     * @param y the cost, above 0
     */
    record Observation(double x, double y) {

        Observation {
            if (!(x > 0 && y > 0 && Double.isFinite(x) && Double.isFinite(y))) {
                throw new IllegalArgumentException(
                        "found the point (" + x + ", " + y + "), expected finite numbers above 0");
            }
        }
    }

    /**
     * Fits the exponent, {@code Σ (log x - mean)(log y - mean) / Σ (log x - mean)²}.
     *
     * @param observations at least two points by ascending x
     * @return the exponent over the last {@value #LARGEST} of them, or over all if there are fewer
     * @throws IllegalArgumentException if there are fewer than two, or their x do not ascend
     */
    static double exponent(List<Observation> observations) {
        if (observations.size() < 2) {
            throw new IllegalArgumentException(
                    "found " + observations.size() + " points, expected two at least: one has no slope");
        }
        List<Observation> largest =
                observations.subList(Math.max(0, observations.size() - LARGEST), observations.size());
        double meanLogX =
                largest.stream().mapToDouble(o -> Math.log(o.x)).average().orElseThrow();
        double meanLogY =
                largest.stream().mapToDouble(o -> Math.log(o.y)).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < largest.size(); i++) {
            if (i > 0 && !(largest.get(i).x > largest.get(i - 1).x)) {
                throw new IllegalArgumentException("found x = " + largest.get(i).x + " behind " + largest.get(i - 1).x
                        + ", expected ascending ones");
            }
            double deviation = Math.log(largest.get(i).x) - meanLogX;
            covariance += deviation * (Math.log(largest.get(i).y) - meanLogY);
            variance += deviation * deviation;
        }
        return covariance / variance;
    }
}
