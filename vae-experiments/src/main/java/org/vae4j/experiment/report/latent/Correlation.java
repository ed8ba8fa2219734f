package org.vae4j.experiment.report.latent;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/** How closely dimensions of z follow a factor. */
final class Correlation {

    private static final PearsonsCorrelation PEARSON = new PearsonsCorrelation();

    private Correlation() {}

    /**
     * The correlation of each dimension with a factor: |r|, and for a factor with a period the correlation of a number
     * with an angle, R in [0, 1] (Mardia and Jupp 2000, section 11.2, recalled), which an angle's jump from its last
     * value to its first does not lessen.
     *
     * @param period of the factor; 0 for none
     * @return in [0, 1]; 0 where either is constant
     */
    static double[] withEach(LatentTable latents, double[] factor, double period) {
        return IntStream.range(0, latents.dimensions())
                .mapToDouble(j -> period > 0
                        ? withAngle(latents.means(j), factor, period)
                        : Math.abs(of(latents.means(j), factor)))
                .toArray();
    }

    /** {@code R² = (r_c² + r_s² − 2 r_c r_s r_cs) / (1 − r_cs²)} of cosine and sine. */
    private static double withAngle(double[] values, double[] factor, double period) {
        double[] cos = Arrays.stream(factor)
                .map(f -> Math.cos(2 * Math.PI * f / period))
                .toArray();
        double[] sin = Arrays.stream(factor)
                .map(f -> Math.sin(2 * Math.PI * f / period))
                .toArray();
        double c = of(values, cos);
        double s = of(values, sin);
        double both = of(cos, sin);
        double square = (c * c + s * s - 2 * c * s * both) / (1 - both * both);
        return Double.isNaN(square) ? 0 : Math.sqrt(Math.max(0, Math.min(1, square)));
    }

    private static double of(double[] a, double[] b) {
        double r = PEARSON.correlation(a, b);
        return Double.isNaN(r) ? 0 : r;
    }
}
