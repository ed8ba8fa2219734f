package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TermCaptionTest {

    private static final List<String> GAN = List.of("gan", "ganSamples", "ganReal", "ganSampled", "ganDiscriminator");

    @Test
    void captionsOfAGanNameTheNetworkOfTheLoss() {
        assertThat(TermCaption.of("ganSamples", GAN).title()).isEqualTo("GAN part of samples in the decoder's loss");
        assertThat(TermCaption.of("ganSampled", GAN).title()).isEqualTo("GAN discriminator's loss on samples");
        assertThat(TermCaption.of("ganSampled", GAN).text()).contains("−log(1 − D(x)) over samples");
        assertThat(TermCaption.of("gan", GAN).title()).isEqualTo("GAN part of the decoder's loss");
    }

    @Test
    void captionsHaveTheNameOfTheirTerm() {
        List<String> all = List.of("factor", "factorAccuracy", "factorOther", "dip");
        assertThat(TermCaption.of("factorAccuracy", all))
                .isEqualTo(new TermCaption(
                        "Factor accuracy",
                        "The share that the discriminator classifies correctly, a mean over its two classes; 0.5 is"
                                + " chance."));
        assertThat(TermCaption.of("factorOther", all).text()).contains("belongs to the term factor");
        assertThat(TermCaption.of("dip", all)).isEqualTo(new TermCaption("DIP", "A term of the objective."));
    }
}
