package org.vae4j.experiment.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatentPathTest {

    private static final Offset<Double> ROUNDING = within(1e-12);

    @ParameterizedTest
    @EnumSource
    void pathsBeginAndEndAtTheGivenLatents(LatentPath path) {
        double[][] points = path.points(new double[] {1, 2, -1}, new double[] {0.5, -3, 2}, 5);
        assertThat(points).hasDimensions(5, 3);
        assertThat(points[0]).containsExactly(new double[] {1, 2, -1}, ROUNDING);
        assertThat(points[4]).containsExactly(new double[] {0.5, -3, 2}, ROUNDING);
    }

    @Test
    void theLinearPathIsStraight() {
        assertThat(LatentPath.LINEAR.points(new double[] {0, 2}, new double[] {4, 0}, 5)[1])
                .containsExactly(new double[] {1, 1.5}, ROUNDING);
    }

    @Test
    void theSphericalPathFollowsTheCircleAtEvenSpeed() {
        double[][] points = LatentPath.SPHERICAL.points(new double[] {2, 0}, new double[] {0, 2}, 4);
        assertThat(points[1])
                .containsExactly(new double[] {2 * Math.cos(Math.PI / 6), 2 * Math.sin(Math.PI / 6)}, ROUNDING);
        assertThat(points[2]).containsExactly(new double[] {1, Math.sqrt(3)}, ROUNDING);
    }

    @Test
    void theSphericalPathIsStraightIfThereIsNoArc() {
        double[] x = {1, 1};
        assertThat(LatentPath.SPHERICAL.points(x, new double[] {-1, -1}, 3)[1])
                .containsExactly(new double[] {0, 0}, ROUNDING);
        assertThat(LatentPath.SPHERICAL.points(x, new double[] {3, 3}, 3)[1])
                .containsExactly(new double[] {2, 2}, ROUNDING);
        assertThat(LatentPath.SPHERICAL.points(new double[] {0, 0}, x, 3)[1])
                .containsExactly(new double[] {0.5, 0.5}, ROUNDING);
    }

    @Test
    void refusesUnequalDimensionsAndTooFewSteps() {
        assertThatThrownBy(() -> LatentPath.LINEAR.points(new double[2], new double[3], 4))
                .hasMessageContaining("2 and 3 dimensions");
        assertThatThrownBy(() -> LatentPath.LINEAR.points(new double[2], new double[2], 1))
                .hasMessageContaining("found 1 steps");
    }
}
