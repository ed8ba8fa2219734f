package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vae4j.experiment.reproduce.Outcomes.outcome;

import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void textSaysThatNumbersOfOtherDataDoNotCompare() {
        String id = "vampprior-omniglot-small";
        assertThat(Comparison.text(PublishedTarget.named(id).orElseThrow(), outcome(id, 1, 3280, 100)))
                .contains(
                        "published 104.75 nats (of all 50 alphabets of OMNIGLOT, so the numbers do not compare), here");
    }
}
