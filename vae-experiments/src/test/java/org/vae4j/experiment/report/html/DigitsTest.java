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

    private static List<String> column(double... values) {
        return column(Arrays.stream(values).mapToObj(Page.Cell::of).toArray(Page.Cell[]::new));
    }

    /** A zero at the end of a measured number is kept beside other numbers. */
    @Test
    void aColumnHasAsManyDecimalsAsItsLongestNumber() {
        assertThat(column(0.01, 0.3, -2)).containsExactly("0.01", "0.30", "−2.00");
        assertThat(column(0.5, 0.4967)).containsExactly("0.5000", "0.4967");
        assertThat(column(0.0, 0.25)).containsExactly("0.00", "0.25");
        assertThat(column(3, 20)).containsExactly("3", "20");
    }

    @Test
    void aColumnHasNoMoreDecimalsThanItsNumbersNeed() {
        assertThat(column(105.312, -0.01234)).containsExactly("105.312", "−0.012");
        assertThat(column(Page.Cell.of(0.4967), Page.Cell.of(12.34567), Page.Cell.of("")))
                .containsExactly("0.50", "12.35", "");
    }

    /** With equal decimals, 0.1 beside 5e-5 would get many zeros. */
    @Test
    void aColumnWithPowersOfTenOrIntervalsStaysAsItIs() {
        assertThat(column(5e-5, 0.1)).containsExactly("5e−5", "0.1");
        assertThat(column(105.3, 1e-7)).containsExactly("105.3", "1e−7");
        assertThat(column(new Page.Cell("1.0 ± 2.5", "1.0", true, ""), Page.Cell.of(0.25)))
                .containsExactly("1.0 ± 2.5", "0.25");
        assertThat(column(0.25, 2, Double.NaN)).containsExactly("0.25", "2.00", "NaN");
    }

    @Test
    void anErrorHasTwoSignificantDigits() {
        assertThat(Digits.ofError(0.329007)).isEqualTo("0.33");
        assertThat(Digits.ofError(5.48)).isEqualTo("5.5");
        assertThat(Digits.ofError(0.0996)).isEqualTo("0.10");
        assertThat(Digits.ofError(0.00234)).isEqualTo("0.0023");
        assertThat(Digits.ofError(123.4)).isEqualTo("123");
        assertThat(Digits.ofError(Double.NaN)).isEqualTo("NaN");
        assertThat(Digits.decimals(0)).isEqualTo(2);
    }
}
