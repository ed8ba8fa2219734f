package org.vae4j.experiment.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExampleCountsTest {

    @Test
    void firstSaysAllIfItIsAllExamples() {
        ExampleCounts counts = ExampleCounts.of(
                "own train=1080x3x24x24:sha256:ab valid=1000x3x24x24:sha256:cd test=48x3x24x24:sha256:ef");
        assertThat(counts.first("test", 48)).isEqualTo("all 48 test examples");
        assertThat(counts.first("test", 47)).isEqualTo("the first 47 test examples");
        assertThat(counts.first("valid", 1000)).isEqualTo("all 1,000 validation examples");
        assertThat(ExampleCounts.of("").first("test", 2000)).isEqualTo("the first 2,000 test examples");
    }
}
