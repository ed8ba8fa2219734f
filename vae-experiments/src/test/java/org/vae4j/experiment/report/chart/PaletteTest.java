package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.experiment.report.html.Page;

/**
 * Ten colours are told apart where the CIEDE2000 difference (Sharma, Wu and Dalal 2005) of any two is far above the 1
 * or 2 that an eye can just see, also as readers see them who lack one kind of cone (Machado, Oliveira and Fernandes
 * 2009, severity 1, matrices recalled).
 */
class PaletteTest {

    private static final double CLEARLY_DIFFERENT = 10;

    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void tenClassesAreToldApart(ColourVision vision) {
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

    /** A value at the end of a period lies beside one at its beginning. */
    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void partsOfAPeriodAreToldApart(ColourVision vision) {
        for (int i = 0; i < Palette.CYCLE.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(vision.difference(Palette.CYCLE.get(i), Palette.CYCLE.get(j)))
                        .as("%s: colours %d and %d", vision, i, j)
                        .isGreaterThan(CLEARLY_DIFFERENT);
            }
        }
        double around = vision.difference(Palette.CYCLE.get(0), Palette.CYCLE.get(Palette.CYCLE.size() - 1));
        double across = vision.difference(Palette.CYCLE.get(0), Palette.CYCLE.get(Palette.CYCLE.size() / 2));
        assertThat(around).as("the last leads on to the first").isLessThan(across);
    }

    /** The pairs 1, 5 and 17 of Sharma, Wu and Dalal's table of test data. */
    @Test
    void theDifferenceIsThatOfThePublishedTestData() {
        assertThat(ColourVision.difference(new double[] {50, 2.6772, -79.7751}, new double[] {50, 0, -82.7485}))
                .isCloseTo(2.0425, org.assertj.core.data.Offset.offset(5e-5));
        assertThat(ColourVision.difference(new double[] {50, -1.1848, -84.8006}, new double[] {50, 0, -82.7485}))
                .isCloseTo(1.0, org.assertj.core.data.Offset.offset(5e-5));
        assertThat(ColourVision.difference(new double[] {50, 2.5, 0}, new double[] {73, 25, -18}))
                .isCloseTo(27.1492, org.assertj.core.data.Offset.offset(5e-5));
    }

    /** Pages map each colour of print to one of their scheme. */
    @Test
    void thePagesStyleHasTheSameColours() {
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
    void aPartOfTheDataHasOneColour() {
        assertThat(List.of(Palette.part("train"), Palette.part("valid"), Palette.part("test")))
                .containsExactlyElementsOf(Palette.SERIES.subList(0, 3));
    }

    private static String hex(Color colour) {
        return String.format("#%02x%02x%02x", colour.getRed(), colour.getGreen(), colour.getBlue());
    }
}
