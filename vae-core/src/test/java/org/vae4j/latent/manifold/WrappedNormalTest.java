package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrappedNormalTest {

    private static final PoincareBall BALL = new PoincareBall(1);

    @Test
    void parametersOfDifferentDimensionsAreRefused() {
        assertThatThrownBy(() -> new WrappedNormal(BALL, new double[3], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "found 3 coordinates of the location and 2 log-variances, expected one of each per dimension");
    }

    @Test
    void parametersAreCopied() {
        double[] tangent = {0.3, -0.2};
        double[] logVar = {0.1, -1};
        WrappedNormal normal = new WrappedNormal(BALL, tangent, logVar);
        double[] point = {0.4, 0.1};
        double before = normal.logDensity(point);
        tangent[0] = 2;
        logVar[1] = 3;
        assertThat(normal.logDensity(point)).isEqualTo(before);
    }
}
