package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContoursTest {

    @Test
    void theLevelLineOfAConeIsACircle() {
        double[] axis =
                IntStream.rangeClosed(-40, 40).mapToDouble(i -> i * 0.05).toArray();
        double[][] cone = new double[axis.length][axis.length];
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                cone[i][j] = Math.hypot(axis[i] - 0.2, axis[j] + 0.1);
            }
        }
        Contours circle = Contours.of(axis, axis, cone, 1.3);
        double length = 0;
        for (int p = 0; p < circle.x().size(); p++) {
            if (!circle.y().get(p).isNaN()) {
                double radius = Math.hypot(circle.x().get(p) - 0.2, circle.y().get(p) + 0.1);
                // Linear interpolation within cells of 0.05: off by at most 0.05^2 / 8 r.
                assertThat(radius).isCloseTo(1.3, within(3e-4));
            }
            if (p % 3 == 1) {
                length += Math.hypot(
                        circle.x().get(p) - circle.x().get(p - 1),
                        circle.y().get(p) - circle.y().get(p - 1));
            }
        }
        assertThat(length).isCloseTo(2 * Math.PI * 1.3, within(0.01));
    }

    @Test
    void aLevelOutsideTheValuesHasNoLine() {
        double[] axis = {0, 1};
        assertThat(Contours.of(axis, axis, new double[2][2], 1).x()).isEmpty();
    }
}
