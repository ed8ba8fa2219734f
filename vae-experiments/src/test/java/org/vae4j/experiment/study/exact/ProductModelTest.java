package org.vae4j.experiment.study.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProductModelTest {

    private final ProductModel model = new ProductModel(1.5, 0.2);

    @Test
    void theGradientAgreesWithFiniteDifferences() {
        double h = 1e-6;
        double slope = (model.logJoint(0.7 + h, -0.4) - model.logJoint(0.7 - h, -0.4)) / (2 * h);
        assertThat(model.gradient(0.7, -0.4)).isCloseTo(slope, within(1e-7));
        slope = (model.logJoint(0.7, -0.4 + h) - model.logJoint(0.7, -0.4 - h)) / (2 * h);
        assertThat(model.gradient(-0.4, 0.7)).isCloseTo(slope, within(1e-7));
    }

    @Test
    void signsOfBothLatentsCannotBeToldFromTheirProduct() {
        assertThat(model.logJoint(1, 1.5)).isEqualTo(model.logJoint(-1, -1.5)).isEqualTo(model.logJoint(1.5, 1));
        assertThat(model.logJoint(1, 1.5)).isGreaterThan(model.logJoint(1, -1.5) + 10);
    }

    @Test
    void aVarianceOfZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProductModel(1, 0));
    }
}
