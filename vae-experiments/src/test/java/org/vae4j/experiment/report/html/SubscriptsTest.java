package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubscriptsTest {

    @Test
    void typedSubscriptsBecomeLettersOrElements() {
        assertThat(Subscripts.letters("q(z_1|x, z_12) and z_2[3], KL(q(z_j|x) ‖ N(0, 1))"))
                .isEqualTo("q(z₁|x, z₁₂) and z₂[3], KL(q(zⱼ|x) ‖ N(0, 1))");
        assertThat(Subscripts.html("p(z_1|z_12) & q(zⱼ) of z₂[3]"))
                .isEqualTo("p(z<sub>1</sub>|z<sub>12</sub>) &amp; q(z<sub>j</sub>) of z<sub>2</sub>[3]");
    }

    @Test
    void anIndexMayBeALetterOrASum() {
        assertThat(Subscripts.html("p(z_L) Π p(z_l|z_(l+1)), each"))
                .isEqualTo("p(z<sub>L</sub>) Π p(z<sub>l</sub>|z<sub>l+1</sub>), each");
        assertThat(Subscripts.letters("p(z_L) Π p(z_l|z_(l+1))"))
                .as("there is no low L")
                .isEqualTo("p(z_L) Π p(zₗ|zₗ₊₁)");
    }

    /** Names of keys, files and variables have their underscores. */
    @Test
    void namesStayAsTheyAre() {
        String names = "top_down, seed_1, OMP_NUM_THREADS, a.z_1, z_1_2, z_max, model_z_1, x_";
        assertThat(Subscripts.letters(names)).isEqualTo(names);
        assertThat(Subscripts.html("<b>")).isEqualTo("&lt;b&gt;");
    }
}
