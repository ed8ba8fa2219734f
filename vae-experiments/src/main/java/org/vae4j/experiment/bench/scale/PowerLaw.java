package org.vae4j.experiment.bench.scale;

import java.util.List;

/** The exponent p of y = c · xᵖ, by least squares on the logarithms of the points with the largest x. */
final class PowerLaw {

    /** Where x is small, what does not grow is most of y. */
    static final int LARGEST = 3;

    private PowerLaw() {}

    /**
     * A point of a law.
     *
     * @param x a size, above 0
     * @param y what it costs, above 0
     */
    record Observation(double x, double y) {

        Observation {
            if (!(x > 0 && y > 0)) {
                throw new IllegalArgumentException("found the point (" + x + ", " + y + "), expected numbers above 0");
            }
        }
    }

    /**
     * Fits the exponent.
     *
     * @param observations two at least, by ascending x
     * @return the exponent over the last {@value #LARGEST} of them, or all where there are fewer
     * @throws IllegalArgumentException when there are fewer than two, or their x do not ascend
     */
    static double exponent(List<Observation> observations) {
        if (observations.size() < 2) {
            throw new IllegalArgumentException(
                    "found " + observations.size() + " points, expected two at least: one has no slope");
        }
        List<Observation> largest =
                observations.subList(Math.max(0, observations.size() - LARGEST), observations.size());
        double meanX =
                largest.stream().mapToDouble(o -> Math.log(o.x)).average().orElseThrow();
        double meanY =
                largest.stream().mapToDouble(o -> Math.log(o.y)).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < largest.size(); i++) {
            if (i > 0 && !(largest.get(i).x > largest.get(i - 1).x)) {
                throw new IllegalArgumentException("found x = " + largest.get(i).x + " behind " + largest.get(i - 1).x
                        + ", expected ascending ones");
            }
            double x = Math.log(largest.get(i).x) - meanX;
            covariance += x * (Math.log(largest.get(i).y) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }
}
