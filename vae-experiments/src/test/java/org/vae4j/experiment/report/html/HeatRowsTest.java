package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeatRowsTest {

    private static String ends(double... last) {
        return HeatRows.html(
                List.of(1, 2), new double[][] {new double[last.length], last}, List.of(0, 1), 0.1, d -> "z" + (d + 1));
    }

    /** With two decimals, small values would all be written as 0.00. */
    @Test
    void numbersHaveTwoSignificantDigitsOfTheGreatestValue() {
        assertThat(ends(2.5, 0.004)).contains(">2.50<", ">0.00<");
        assertThat(ends(0.0213, 0.004)).contains(">0.021<", ">0.004<");
        assertThat(ends(0.0034, 0.0001)).contains(">0.0034<", ">0.0001<");
        assertThat(ends(0, 0)).contains(">0.00<");
    }

    /** A map of small values uses the full range of colours, too. */
    @Test
    void limitRoundsTheHighestValueUpToTwoDigits() {
        assertThat(HeatRows.limit(0.00612)).isEqualTo(0.0062);
        assertThat(HeatRows.limit(1.67)).isEqualTo(1.7);
        assertThat(HeatRows.limit(13)).isEqualTo(13);
        assertThat(HeatRows.limit(0)).isEqualTo(0.1);
    }
}
