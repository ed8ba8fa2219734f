package org.vae4j.experiment.sweep.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepCollectCommandTest {

    @Test
    void figuresOfOneProtocolAreInOneFolder() {
        assertThat(SweepCollectCommand.folders(Set.of("mnist, binarisation static, probability")))
                .containsValue("figures");
    }

    @Test
    void figuresOfSeveralProtocolsAreInFoldersNamedAfterThem() {
        assertThat(SweepCollectCommand.folders(new LinkedHashSet<>(List.of("mnist; static", "")))
                        .values())
                .containsExactly("figures/mnist-static", "figures/none");
    }

    /** The names of both differ in a sign that no folder has. */
    @Test
    void figuresOfProtocolsWithSimilarNamesDoNotReplaceEachOther() {
        assertThat(SweepCollectCommand.folders(new LinkedHashSet<>(List.of("my_data", "my-data", "my data")))
                        .values())
                .containsExactly("figures/my-data", "figures/my-data-2", "figures/my-data-3");
    }
}
