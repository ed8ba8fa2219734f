package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.latent.manifold.SpherePrior;

class SpherePriorTest {

    private static final Columns NONE = new Columns(0, 0);

    /** The circle has the length 2π, the sphere the area 4π, the one in four dimensions the volume 2π². */
    @ParameterizedTest(name = "{0} dimensions")
    @CsvSource({"2, 6.283185307179586", "3, 12.566370614359172", "4, 19.739208802178716"})
    void densityIsOneOverTheArea(int m, double area) {
        double[] logDensity = new double[1];
        Columns z = new Columns(1, m);
        new SpherePrior().addLogDensity(z, NONE, logDensity);
        assertThat(logDensity[0]).isCloseTo(-Math.log(area), within(1e-13));
    }

    /** E z = 0 and Cov z = I/m. */
    @Test
    void drawsHaveTheMomentsOfTheUniformDistribution() {
        int m = 4;
        int rows = 20_000;
        Columns z = new Columns(rows, m);
        new SpherePrior().sample(NONE, 3, z);
        for (int i = 0; i < m; i++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                mean += z.values()[z.at(r, i)] / rows;
            }
            assertThat(mean).isCloseTo(0, within(4 * 0.5 / Math.sqrt(rows)));
            for (int j = 0; j < m; j++) {
                double moment = 0;
                for (int r = 0; r < rows; r++) {
                    moment += z.values()[z.at(r, i)] * z.values()[z.at(r, j)] / rows;
                }
                assertThat(moment).isCloseTo(i == j ? 0.25 : 0, within(4 * 0.25 / Math.sqrt(rows)));
            }
        }
    }

    @Test
    void drawDependsOnItsNumberAndNotOnTheCount() {
        Columns few = new Columns(2, 3);
        Columns many = new Columns(5, 3);
        new SpherePrior().sample(NONE, 17, few);
        new SpherePrior().sample(NONE, 17, many);
        for (int j = 0; j < 3; j++) {
            assertThat(few.values()[few.at(1, j)]).isEqualTo(many.values()[many.at(1, j)]);
        }
    }
}
