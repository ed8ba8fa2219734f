package org.vae4j.experiment.report.latent;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * The correlation of each dimension of z with a factor of the data.
 *
 * <p>For a factor on a line it is |r|, Pearson's coefficient without its sign. For a factor with a period it is the
 * correlation R of a number with an angle θ = 2π f / period: the multiple correlation of the number with cos θ and
 * sin θ, {@code R² = (r_c² + r_s² − 2 r_c r_s r_cs) / (1 − r_cs²)}, where r_c and r_s are the coefficients of the
 * number with cos θ and with sin θ and r_cs that of cos θ with sin θ (Mardia and Jupp 2000, section 11.2; from memory,
 * not checked against the book). Unlike |r|, R does not suffer from the jump of an angle at the end of its period.
 */
final class Correlation {

    private static final PearsonsCorrelation PEARSON = new PearsonsCorrelation();

    private Correlation() {}

    /**
     * Correlates each dimension's posterior means with a factor.
     *
     * @param factor one value per example
     * @param period the period of the factor; 0 for a factor on a line
     * @return one value in [0, 1] per dimension; 0 if the dimension or the factor is constant
     */
    static double[] withEach(LatentTable latents, double[] factor, double period) {
        return IntStream.range(0, latents.dimensions())
                .mapToDouble(j -> period > 0
                        ? withAngle(latents.means(j), factor, period)
                        : Math.abs(pearson(latents.means(j), factor)))
                .toArray();
    }

    /** R of the class comment. */
    private static double withAngle(double[] values, double[] factor, double period) {
        double[] cos = Arrays.stream(factor)
                .map(f -> Math.cos(2 * Math.PI * f / period))
                .toArray();
        double[] sin = Arrays.stream(factor)
                .map(f -> Math.sin(2 * Math.PI * f / period))
                .toArray();
        double rc = pearson(values, cos);
        double rs = pearson(values, sin);
        double rcs = pearson(cos, sin);
        double square = (rc * rc + rs * rs - 2 * rc * rs * rcs) / (1 - rcs * rcs);
        return Double.isNaN(square) ? 0 : Math.sqrt(Math.max(0, Math.min(1, square)));
    }

    /** Pearson's r; 0 instead of NaN if either sample is constant. */
    private static double pearson(double[] x, double[] y) {
        double r = PEARSON.correlation(x, y);
        return Double.isNaN(r) ? 0 : r;
    }
}
