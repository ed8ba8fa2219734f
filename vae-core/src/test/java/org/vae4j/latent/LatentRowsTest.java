package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;

class LatentRowsTest {

    private static LatentRows rows(int examples) {
        return new LatentRows(
                LatentPart.of(2, new DiagonalGaussianPosterior(), new StandardNormalPrior()), examples, 1);
    }

    @Test
    void setRowsOverwritesTheGivenRowsOnly() {
        LatentRows target = rows(3);
        LatentRows source = rows(1);
        Arrays.fill(source.z().values(), 7);
        target.setRows(source, 1);
        assertThat(target.z().values()).containsExactly(0, 7, 0, 0, 7, 0);
    }

    /** Without this check the surplus rows would overwrite the next column. */
    @Test
    void setRowsRefusesMoreRowsThanFollow() {
        LatentRows target = rows(3);
        assertThatThrownBy(() -> target.setRows(rows(3), 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(target.z().values()).containsOnly(0);
    }

    @Test
    void copyDoesNotChangeWithItsOriginal() {
        LatentRows original = rows(2);
        LatentRows copy = original.copy();
        Arrays.fill(original.parameters().values(), 3);
        assertThat(copy.parameters().values()).containsOnly(0);
    }

    @Test
    void columnsOfANegativeSizeAreRefused() {
        assertThatThrownBy(() -> new Columns(-1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found -1 rows and -1 columns, expected numbers >= 0");
    }
}
