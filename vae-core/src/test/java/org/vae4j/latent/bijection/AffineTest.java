package org.vae4j.latent.bijection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.Columns;
import org.vae4j.math.StableMath;

class AffineTest {

    @Nested
    class Gate extends BijectionContract {
        @Override
        protected Bijection bijection(int latent) {
            return new Affine(Scale.GATE, 0, latent);
        }

        @Override
        protected boolean isIdentityAtZero() {
            return false;
        }
    }

    @Nested
    class Exponential extends BijectionContract {
        @Override
        protected Bijection bijection(int latent) {
            return new Affine(Scale.EXPONENTIAL, 0, latent);
        }

        @Override
        protected double integralScale() {
            return 0.3;
        }
    }

    @Nested
    class BoundedOfSome extends BijectionContract {
        @Override
        protected Bijection bijection(int latent) {
            return new Affine(Scale.BOUNDED, latent / 2, latent - latent / 2);
        }

        @Override
        protected double integralScale() {
            return 0.3;
        }
    }

    /** σ z + (1 - σ) m with σ = sigmoid(s + 2). */
    @Test
    void theGateMixes() {
        Columns z = new Columns(1, 1);
        z.values()[0] = 3;
        Columns parameters = new Columns(1, 2);
        parameters.values()[0] = -1;
        parameters.values()[1] = 0.5;
        Columns image = new Columns(1, 2);
        new Affine(Scale.GATE, 0, 1).apply(z, parameters, image);
        double gate = StableMath.sigmoid(2.5);
        assertThat(image.values()).containsExactly(new double[] {gate * 3 - (1 - gate), Math.log(gate)}, within(1e-14));
    }
}
