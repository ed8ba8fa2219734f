package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.experiment.report.html.Page;

/**
 * Tests that readers with and without colour blindness can tell the colours of charts apart, by {@link ColourVision}.
 */
class PaletteTest {

    /** Far above a difference of 1 or 2, which is just noticeable. */
    private static final double CLEARLY_DIFFERENT = 10;

    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void tenColoursOfSeriesAreToldApart(ColourVision vision) {
        for (List<Color> palette : List.of(Palette.SERIES, Palette.DARK)) {
            assertThat(palette).hasSize(10).doesNotHaveDuplicates();
            for (int i = 0; i < palette.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(vision.difference(palette.get(i), palette.get(j)))
                            .as("%s: colours %d and %d", vision, i, j)
                            .isGreaterThan(CLEARLY_DIFFERENT);
                }
            }
        }
    }

    /** The first and the last colour belong to neighbouring values, so they are closer than opposite colours. */
    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void coloursOfACycleAreToldApart(ColourVision vision) {
        for (int i = 0; i < Palette.CYCLE.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(vision.difference(Palette.CYCLE.get(i), Palette.CYCLE.get(j)))
                        .as("%s: colours %d and %d", vision, i, j)
                        .isGreaterThan(CLEARLY_DIFFERENT);
            }
        }
        double around = vision.difference(Palette.CYCLE.get(0), Palette.CYCLE.get(Palette.CYCLE.size() - 1));
        double across = vision.difference(Palette.CYCLE.get(0), Palette.CYCLE.get(Palette.CYCLE.size() / 2));
        assertThat(around).isLessThan(across);
    }

    /** The pairs 1, 5 and 17 of the table of test data by Sharma, Wu and Dalal, which has four decimals. */
    @ParameterizedTest
    @CsvSource({
        "50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425",
        "50, -1.1848, -84.8006, 50, 0, -82.7485, 1.0",
        "50, 2.5, 0, 73, 25, -18, 27.1492"
    })
    void differencesAreThoseOfThePublishedTestData(
            double l1, double a1, double b1, double l2, double a2, double b2, double difference) {
        assertThat(ColourVision.difference(new double[] {l1, a1, b1}, new double[] {l2, a2, b2}))
                .isCloseTo(difference, within(5e-5));
    }

    @Test
    void partRefusesAnUnknownPartOfTheData() {
        assertThatThrownBy(() -> Palette.part("validation"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found the part of the data \"validation\", expected one of [train, valid, test]");
    }

    /** The style sheet replaces each colour of a drawing by the one of the page's scheme. */
    @Test
    void theStyleSheetHasTheColoursOfThePalette() {
        String style = Page.resource("style.css");
        for (int i = 0; i < Palette.SERIES.size(); i++) {
            Color light = Palette.SERIES.get(i);
            assertThat(style)
                    .contains("--c" + i + ": " + hex(light), "--c" + i + ": " + hex(Palette.DARK.get(i)))
                    .contains(String.format(
                            "[fill=\"rgb(%d,%d,%d)\"] { fill: var(--c%d); }",
                            light.getRed(), light.getGreen(), light.getBlue(), i));
        }
    }

    @Test
    void partsOfTheDataHaveTheFirstColours() {
        assertThat(List.of(Palette.part("train"), Palette.part("valid"), Palette.part("test")))
                .containsExactlyElementsOf(Palette.SERIES.subList(0, 3));
    }

    private static String hex(Color colour) {
        return String.format("#%02x%02x%02x", colour.getRed(), colour.getGreen(), colour.getBlue());
    }
}
