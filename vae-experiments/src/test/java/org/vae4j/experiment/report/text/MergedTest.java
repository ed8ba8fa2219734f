package org.vae4j.experiment.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MergedTest {

    @Test
    void numbersThatDifferBecomeTheirRange() {
        assertThat(Merged.of(List.of(
                        "Only the first 10,000 examples were used, for 3 epochs: it took 8.80 nats.",
                        "Only the first 2,000 examples were used, for 3 epochs: it took 9 nats.",
                        "Only the first 10,000 examples were used, for 3 epochs: it took 0.52 nats.")))
                .isEqualTo("Only the first 2,000 to 10,000 examples were used, for 3 epochs: it took 0.52 to 9 nats.");
    }

    /** A number inside the name of a file belongs to the name. */
    @Test
    void numbersInNamesAreNotMerged() {
        assertThat(Merged.kind("The file eval/nll-50.json is damaged."))
                .isNotEqualTo(Merged.kind("The file eval/nll-500.json is damaged."));
        assertThat(Merged.kind("It was lower after epoch 5.")).isEqualTo(Merged.kind("It was lower after epoch 12."));
        assertThat(Merged.of(List.of("as it is"))).isEqualTo("as it is");
    }
}
