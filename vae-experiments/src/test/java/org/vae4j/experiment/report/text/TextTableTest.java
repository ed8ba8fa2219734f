package org.vae4j.experiment.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static final List<Map.Entry<String, Double>> ROWS =
            List.of(Map.entry("σ", 1.5), Map.entry("a word", -20.0));

    @Test
    void wordsAreAlignedLeftAndNumbersRight() {
        String text = new TextTable<Map.Entry<String, Double>>()
                .words("name", Map.Entry::getKey)
                .numbers("nats", "%.1f", Map.Entry::getValue)
                .words("", row -> row.getValue() < 0 ? "below 0" : "")
                .of(ROWS);
        assertThat(text).isEqualTo("""
                name     nats
                σ         1.5
                a word  -20.0  below 0""");
    }

    @Test
    void aTableWithoutHeadingsHasNoLineForThem() {
        String text = new TextTable<Map.Entry<String, Double>>()
                .words("", Map.Entry::getKey)
                .words("", row -> "x")
                .of(ROWS);
        assertThat(text).isEqualTo("""
                σ       x
                a word  x""");
    }
}
