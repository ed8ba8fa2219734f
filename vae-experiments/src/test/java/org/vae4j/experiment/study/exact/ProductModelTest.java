package org.vae4j.experiment.study.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProductModelTest {

    private final ProductModel model = new ProductModel(1.5, 0.2);

    @Test
    void gradientMatchesFiniteDifferences() {
        double z1 = 0.7;
        double z2 = -0.4;
        double h = 1e-6;
        double slope1 = (model.logJoint(z1 + h, z2) - model.logJoint(z1 - h, z2)) / (2 * h);
        double slope2 = (model.logJoint(z1, z2 + h) - model.logJoint(z1, z2 - h)) / (2 * h);
        assertThat(model.gradient(z1, z2)).isCloseTo(slope1, within(1e-7));
        assertThat(model.gradient(z2, z1)).isCloseTo(slope2, within(1e-7));
    }

    @Test
    void jointDensityIsTheSameForBothSignsOfBothLatents() {
        assertThat(model.logJoint(1, 1.5)).isEqualTo(model.logJoint(-1, -1.5)).isEqualTo(model.logJoint(1.5, 1));
        assertThat(model.logJoint(1, 1.5)).isGreaterThan(model.logJoint(1, -1.5) + 10);
    }

    @Test
    void refusesANoiseVarianceOfZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProductModel(1, 0))
                .withMessage("noiseVariance: found 0.0, expected a finite number above 0");
    }

    @Test
    void refusesAnObservationThatIsNoNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProductModel(Double.NaN, 1))
                .withMessage("x: found NaN, expected a finite number");
    }
}
