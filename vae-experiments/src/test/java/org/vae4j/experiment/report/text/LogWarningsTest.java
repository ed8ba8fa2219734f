package org.vae4j.experiment.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogWarningsTest {

    private static final String COLLAPSE = "posterior collapse after epoch 1: none of the latent dimensions is active";
    private static final String BACK = "the posterior is back after epoch 3: 1 of 2 latent dimensions are active";

    @Test
    void standingLeavesOutWithdrawnWarnings() {
        assertThat(LogWarnings.standing(List.of("the disk is nearly full", COLLAPSE, BACK)))
                .containsExactly("the disk is nearly full");
        assertThat(LogWarnings.standing(List.of(COLLAPSE, BACK, COLLAPSE.replace('1', '5'))))
                .containsExactly(COLLAPSE.replace('1', '5'));
        assertThat(LogWarnings.standing(List.of("level 1 of 2 is unused after epoch 1: none", COLLAPSE)))
                .containsExactly(COLLAPSE);
        assertThat(LogWarnings.standing(List.of("level 1 of 2 is unused after epoch 1: none", "every level is used")))
                .isEmpty();
    }

    @Test
    void standingLeavesOutWarningsAboutSpeed() {
        assertThat(LogWarnings.standing(List.of("OPENBLAS_CORETYPE=Haswell in the environment keeps products to AVX2")))
                .isEmpty();
    }
}
