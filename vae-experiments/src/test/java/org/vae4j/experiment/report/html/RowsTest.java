package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.VectorFigure;

class RowsTest {

    private static Page.Drawing half(String id) {
        XYChart chart = Charts.lines("", "epoch", "nats");
        chart.addSeries("training", new double[] {1, 2, 3}, new double[] {3, 2, 1});
        return new Page.Drawing(Svg.of(chart, 480, 300, id, "a & b, " + id), List.of(), id, "", "half")
                .from(new VectorFigure(id, chart, 480, 300));
    }

    private static List<Page.Block> halves(int count) {
        List<Page.Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(half("chart" + i));
        }
        return blocks;
    }

    private static List<String> widths(List<Page.Block> blocks) {
        return blocks.stream()
                .map(block -> block instanceof Page.Drawing drawing ? drawing.width() : block.kind())
                .toList();
    }

    @Test
    void widthsOfBlocksFillEachRow() {
        assertThat(widths(Rows.filled(halves(1)))).containsExactly("beside");
        assertThat(widths(Rows.filled(halves(2)))).containsExactly("half", "half");
        assertThat(widths(Rows.filled(halves(3)))).containsExactly("third", "third", "third");
        assertThat(widths(Rows.filled(halves(5)))).containsExactly("half", "half", "third", "third", "third");
        assertThat(Rows.filled(List.of())).isEmpty();
    }

    @Test
    void aBlockOfFullWidthEndsTheRowBeforeIt() {
        List<Page.Block> blocks = new ArrayList<>(halves(2));
        blocks.add(1, new Page.Listing("text", "text"));
        assertThat(widths(Rows.filled(blocks))).containsExactly("beside", "listing", "beside");
    }

    /** A third is drawn for its width, so that its letters are as large as those of its neighbours. */
    @Test
    void aChartOfAThirdIsRedrawnWithItsLabel() {
        Page.Drawing third = (Page.Drawing) Rows.filled(halves(3)).get(1);
        assertThat(third.svg()).contains("viewBox=\"0 0 288 250\"", "aria-label=\"a &amp; b, chart1\"");
    }
}
