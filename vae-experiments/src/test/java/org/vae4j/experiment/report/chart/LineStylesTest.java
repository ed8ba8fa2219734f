package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class LineStylesTest {

    private final LineStyles styles = new LineStyles(List.of("beta 1", "beta 4"), List.of("latent 2", "latent 8"));

    private static XYSeries series(XYChart chart, int points) {
        double[] x = new double[points];
        Arrays.setAll(x, i -> i + 1);
        return chart.addSeries("s" + chart.getSeriesCollection().size(), x, x);
    }

    private static LineStyles.Look look(String colour, String dash) {
        return new LineStyles.Look(colour, dash);
    }

    @Test
    void linesKeepTheColourAndTheDashOfTheirNames() {
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries one = series(chart, 3);
        XYSeries other = series(chart, 3);
        XYSeries late = series(chart, 3);
        styles.line(one, look("beta 4", "latent 2"));
        styles.line(other, look("beta 4", "latent 8"));
        styles.line(late, look("beta 9", ""));
        assertThat(one.getLineColor()).isEqualTo(other.getLineColor()).isEqualTo(Charts.colour(1));
        assertThat(one.getLineStyle().getDashArray()).isNull();
        assertThat(other.getLineStyle().getDashArray()).isNotEmpty();
        assertThat(late.getLineColor()).isEqualTo(Charts.colour(2));
    }

    @Test
    void theEleventhNameHasAnotherDash() {
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries last = series(chart, 3);
        for (int i = 0; i <= LineStyles.COLOURS; i++) {
            styles.line(last, look("value " + i, ""));
        }
        assertThat(last.getLineStyle().getDashArray()).isNotEmpty();
    }

    /** A dashed stroke begins anew at each point, so that only gaps in the data are visible. */
    @Test
    void curvesOfManyPointsAreCutIntoDashes() {
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries solid = series(chart, 200);
        XYSeries dashed = series(chart, 200);
        styles.curve(chart, solid, look("beta 1", "latent 2"));
        styles.curve(chart, dashed, look("beta 1", "latent 8"));
        assertThat(solid.getYData()).doesNotContain(Double.NaN);
        assertThat(Arrays.stream(dashed.getYData()).filter(Double::isNaN).count())
                .isGreaterThan(20);
        assertThat(dashed.getXData()[dashed.getXData().length - 1]).isEqualTo(200);
    }
}
