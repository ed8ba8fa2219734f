package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitsTest {

    private static List<String> column(Page.Cell... cells) {
        List<List<Page.Cell>> rows = Arrays.stream(cells).map(List::of).toList();
        return Digits.aligned(rows).stream().map(row -> row.get(0).text()).toList();
    }

    @Test
    void areAsManyAsTheLongestNumberOfTheColumnHas() {
        assertThat(column(Page.Cell.of(0.01), Page.Cell.of(0.3), Page.Cell.of(-2)))
                .containsExactly("0.01", "0.30", "−2.00");
        assertThat(column(Page.Cell.of(0.4967), Page.Cell.of(12.34567), Page.Cell.of("")))
                .containsExactly("0.4967", "12.3457", "");
        assertThat(column(Page.Cell.of(3), Page.Cell.of(20))).containsExactly("3", "20");
    }

    /** A rate of 5e-5 below one of 0.001 would have a tail of zeros. */
    @Test
    void stayWherePowersOfTenOrIntervalsStand() {
        assertThat(column(Page.Cell.of(5e-5), Page.Cell.of(0.1))).containsExactly("5e−5", "0.1");
        assertThat(column(new Page.Cell("1.0 ± 2.5", "1.0", true, ""), Page.Cell.of(0.25)))
                .containsExactly("1.0 ± 2.5", "0.25");
    }
}
