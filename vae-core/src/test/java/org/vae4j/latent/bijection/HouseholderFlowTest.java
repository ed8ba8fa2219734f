package org.vae4j.latent.bijection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.Columns;

class HouseholderFlowTest extends BijectionContract {

    @Override
    protected Bijection bijection(int latent) {
        return new HouseholderFlow(3);
    }

    @Override
    protected boolean isIdentityAtZero() {
        return false;
    }

    /** Three steps of parameters 0: the signs of the first three dimensions change. */
    @Test
    void parametersOfZeroChangeSigns() {
        Columns z = new Columns(1, 4);
        Arrays.setAll(z.values(), i -> i + 1);
        Columns image = new Columns(1, 5);
        bijection(4).apply(z, new Columns(1, 12), image);
        assertThat(image.values()).containsExactly(-1, -2, -3, 4, 0);
    }

    /** Lengths and angles stay, and the log-determinant is 0 to the bit. */
    @Test
    void isOrthogonal() {
        Columns z = new Columns(2, 4);
        Columns parameters = new Columns(2, 12);
        Random random = new Random(1);
        Arrays.setAll(z.values(), i -> random.nextGaussian());
        // Both rows have the same vectors.
        Arrays.setAll(parameters.values(), i -> new Random(i / 2).nextGaussian());
        Columns image = new Columns(2, 5);
        bijection(4).apply(z, parameters, image);
        for (int[] pair : new int[][] {{0, 0}, {1, 1}, {0, 1}}) {
            assertThat(product(image, pair)).isCloseTo(product(z, pair), within(1e-14));
        }
        assertThat(image.values()[image.at(0, 4)]).isZero();
        assertThat(image.values()[0]).isNotCloseTo(z.values()[0], within(1e-2));
    }

    private static double product(Columns rows, int[] pair) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
            sum += rows.values()[rows.at(pair[0], j)] * rows.values()[rows.at(pair[1], j)];
        }
        return sum;
    }
}
