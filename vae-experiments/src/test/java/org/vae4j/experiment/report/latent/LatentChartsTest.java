package org.vae4j.experiment.report.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.experiment.config.formula.Notation;
import org.vae4j.experiment.report.html.Page;

class LatentChartsTest {

    /**
     * In this table the first dimension varies most, and the last one has the largest KL, because of its log-variance.
     */
    private static LatentTable table(int examples, boolean sampled) {
        Random random = new Random(3);
        List<double[]> rows = IntStream.range(0, examples)
                .mapToObj(i -> {
                    double[] means = {2 * random.nextGaussian(), random.nextGaussian(), 0.1 * random.nextGaussian()};
                    double[] logVars = sampled ? new double[] {0, 0, -20} : new double[0];
                    return DoubleStream.concat(
                                    DoubleStream.of(i, i % 2),
                                    DoubleStream.concat(DoubleStream.of(means), DoubleStream.of(logVars)))
                            .toArray();
                })
                .toList();
        return new LatentTable(List.of("label"), 3, sampled, rows);
    }

    private static List<Page.Drawing> drawings(LatentView view) {
        return new LatentCharts(view)
                .all().stream().map(Page.Drawing.class::cast).toList();
    }

    private static String captions(LatentView view) {
        return String.join(
                "\n", drawings(view).stream().map(Page.Drawing::caption).toList());
    }

    @Test
    void dimensionsAreOrderedByKlFromAStandardNormalPrior() {
        LatentView gaussian = LatentView.of(table(50, true), LatentCharts.Reference.STANDARD_NORMAL);
        assertThat(gaussian.importance().order()).containsExactly(2, 0, 1);
        assertThat(captions(gaussian))
                .contains("The two dimensions of the largest KL from the prior.")
                .contains("The mean of KL(q(z_j|x) ‖ N(0, 1)) over the first 50 test examples.")
                .contains("Where it lies below the dashed line, which is the prior, the prior draws z that few");
    }

    @Test
    void dimensionsAreOrderedByVarianceForAnotherPrior() {
        LatentView mixture = LatentView.of(table(50, true), LatentCharts.Reference.NOTHING);
        assertThat(mixture.importance().order())
                .as("the KL from another prior is another")
                .containsExactly(0, 1, 2);
        assertThat(captions(mixture))
                .contains("The two dimensions of the largest variance over the examples.")
                .doesNotContain("KL");
    }

    @Test
    void captionsOfAnAutoencoderSpeakOfCodes() {
        assertThat(captions(LatentView.of(table(50, false), LatentCharts.Reference.NOTHING)))
                .contains("A dot is the median of a group's codes")
                .doesNotContain("prior", "posterior");
    }

    /** Scatter plots below each other need different titles. */
    @Test
    void scatterPlotsHaveDifferentTitles() {
        assertThat(drawings(LatentView.of(table(50, true), LatentCharts.Reference.STANDARD_NORMAL)))
                .extracting(Page.Drawing::title)
                .doesNotHaveDuplicates()
                .contains("By label: principal components", "By label: z3 and z1");
    }

    /** Beside circles of radius 1 and 2, points within 0.1 of the origin would be a single blot. */
    @Test
    void pointsOfACollapsedPosteriorAreMagnified() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(new double[] {i, i % 2, 0.005 * i, -0.005 * i, 0, 0});
        }
        LatentTable collapsed = new LatentTable(List.of("label"), 2, true, rows);
        Page.Drawing plot = drawings(LatentView.of(collapsed, LatentCharts.Reference.STANDARD_NORMAL))
                .get(0);
        assertThat(plot.caption())
                .isEqualTo(
                        "All points lie within 0.095 of 0, far inside the circle of one standard deviation of the prior.");
        XYChart chart = (XYChart) plot.figure().orElseThrow().chart();
        assertThat(chart.getSeries("(prior, 1 σ)")).isNull();
        assertThat(chart.getStyler().getXAxisMax()).isLessThan(0.2);
    }

    @Test
    void chartsNameTheClassesAndDimensionsOfTheModel() {
        LatentView view = new LatentView(
                table(50, false),
                LatentCharts.Reference.NOTHING,
                new LatentNames(List.of(2, 1)),
                List.of(new Trait("label", List.of("<b>round</b>", "square"), 0)),
                Importance.ofLevels(new double[] {0.3, 0.2, 0.4}),
                new LatentView.Wording("posterior means", "all 50 test examples", Notation.LABELLED));
        assertThat(captions(view))
                .contains("The two dimensions of the largest KL from the prior given the level above.");
        List<Page.Drawing> drawings = drawings(view);
        assertThat(drawings)
                .allSatisfy(drawing -> assertThat(drawing.keys())
                        .extracting(Page.Key::name)
                        .containsExactly("<b>round</b>", "square"));
        String panels = drawings.get(drawings.size() - 1).svg();
        assertThat(panels)
                .contains("<p>z<sub>2</sub>[1]</p>", "median of &lt;b&gt;round&lt;/b&gt;")
                .doesNotContain("<b>round");
        assertThat(drawings.stream().map(Page.Drawing::svg)).anyMatch(svg -> svg.contains("z₂[1] and z₁[1]"));
    }

    @Test
    void atMostAThousandTransparentPointsAreShown() {
        Page.Drawing plot = drawings(LatentView.of(table(1200, true), LatentCharts.Reference.STANDARD_NORMAL))
                .get(0);
        assertThat(plot.caption()).endsWith("The first 1,000 are shown.");
        assertThat(plot.svg()).contains("fill-opacity=\"0.6");
    }

    /** Its 161 points are cut into 40 dashes, since a dashed stroke would begin anew at each point. */
    @Test
    void theLineOfThePriorIsDashed() {
        Page.Drawing densities =
                drawings(LatentView.of(table(50, true), LatentCharts.Reference.STANDARD_NORMAL)).stream()
                        .filter(drawing -> drawing.title().startsWith("Aggregate"))
                        .findFirst()
                        .orElseThrow();
        XYSeries prior = ((XYChart) densities.figure().orElseThrow().chart()).getSeries("prior");
        assertThat(DoubleStream.of(prior.getYData()).filter(Double::isNaN).count())
                .isEqualTo(40);
        assertThat(densities.keys()).extracting(Page.Key::name).contains("prior");
    }
}
