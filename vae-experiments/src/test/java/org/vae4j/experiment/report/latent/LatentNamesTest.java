package org.vae4j.experiment.report.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatentNamesTest {

    private static final LatentNames LEVELS = new LatentNames(List.of(3, 2));

    @Test
    void namesHaveTheLevelIfThereAreSeveral() {
        assertThat(IntStream.range(0, 5).mapToObj(LEVELS::name))
                .containsExactly("z_1[1]", "z_1[2]", "z_1[3]", "z_2[1]", "z_2[2]");
        assertThat(LatentNames.of(5).name(4)).isEqualTo("z5");
    }

    @Test
    void rangesJoinNeighboursOfOneLevel() {
        assertThat(LatentNames.of(9).ranges(List.of(0, 1, 2, 5, 7, 8))).isEqualTo("z1-z3, z6, z8-z9");
        assertThat(LEVELS.ranges(List.of(0, 1, 2, 3))).isEqualTo("z_1[1]-z_1[3], z_2[1]");
        assertThat(LEVELS.ranges(List.of())).isEmpty();
    }
}
