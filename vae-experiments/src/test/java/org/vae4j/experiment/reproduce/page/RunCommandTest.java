package org.vae4j.experiment.reproduce.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vae4j.experiment.reproduce.Outcomes.ended;
import static org.vae4j.experiment.reproduce.Outcomes.outcome;
import static org.vae4j.experiment.reproduce.Outcomes.shortened;

import org.junit.jupiter.api.Test;

class RunCommandTest {

    private static final String RUN = "scripts/vae reproduce run ";

    /** The command trains 364 epochs of burda-vae-k1 by default. */
    @Test
    void commandNamesThePartOfTheSchedule() {
        assertThat(RunCommand.of(outcome(1, 364, 88))).isEqualTo(RUN + "burda-vae-k1");
        assertThat(RunCommand.of(outcome(1, 3280, 86))).isEqualTo(RUN + "burda-vae-k1 --full");
        assertThat(RunCommand.of(outcome(1, 41, 96))).isEqualTo(RUN + "burda-vae-k1 runtime.untilEpoch=41");
        assertThat(RunCommand.of(ended("burda-vae-k1", 1, 41, 96))).isEqualTo(RUN + "burda-vae-k1 --full");
        assertThat(RunCommand.of(shortened("burda-vae-k1", 1, 41, 96))).isEqualTo(RUN + "burda-vae-k1 --shorten=80");
        assertThat(RunCommand.of(outcome("pytorch-examples", 1, 3280, 106))).isEqualTo(RUN + "pytorch-examples");
    }

    @Test
    void commandNamesTheSeedAndTheChangedKeys() {
        assertThat(RunCommand.of(outcome(2, 3280, 86, "model.decoder=[400,400]", "model.latent=20")))
                .isEqualTo(RUN + "burda-vae-k1 --full 'model.decoder=[400,400]' model.latent=20 seed=2");
    }

    /** YAML reads {@code {planar:10}}, as records write it, as a key without a value. */
    @Test
    void colonsOfEntriesAreFollowedByABlank() {
        assertThat(RunCommand.of(outcome(1, 364, 86, "model.transforms=[{iaf:{length:4,units:320}},{planar:10}]")))
                .isEqualTo(RUN + "burda-vae-k1 'model.transforms=[{iaf: {length: 4,units: 320}},{planar: 10}]'");
    }
}
