package org.vae4j.experiment.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.api.Images;
import org.vae4j.experiment.api.OpenedRun;
import org.vae4j.experiment.api.Vae4j;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.use.Numbers;

class DisplaysTest {

    @Test
    void imagesHaveTheirSheetAsPng() throws IOException {
        Images images = Images.of(Nd4j.ones(DataType.FLOAT, 5, 12), new ImageShape(1, 3, 4))
                .columns(2);
        Map<String, String> shown = Displays.of(images);
        assertThat(shown).containsEntry("text/plain", "5 images of 1x3x4");
        BufferedImage sheet =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(shown.get("image/png"))));
        assertThat(sheet.getWidth()).isEqualTo(images.sheet().getWidth());
        assertThat(sheet.getRGB(2, 2) & 0xFFFFFF).as("a white pixel").isEqualTo(0xFFFFFF);
    }

    @Test
    void chartIsAnSvgOfFixedSize() {
        XYChart chart = Charts.lines("A <title>", "x", "y");
        chart.addSeries("s", new double[] {0, 1, 2}, new double[] {3, 1, 2});
        assertThat(Displays.of(chart))
                .containsEntry("text/plain", "chart: A <title>")
                .hasEntrySatisfying(
                        "image/svg+xml",
                        svg -> assertThat(svg)
                                .startsWith("<svg width=\"640\" height=\"400\"")
                                .contains("viewBox"));
    }

    @Test
    void largeArrayIsShownByItsShapeAndFirstRows() {
        String text = Displays.of(Nd4j.arange(200).reshape(20, 10)).get("text/plain");
        assertThat(text.lines()).hasSize(8);
        assertThat(text)
                .startsWith("FLOAT [20, 10]\n0  1  2  3  4  5  6  7  …\n10  11")
                .endsWith("\n…");
    }

    @Test
    void vectorIsShownAsOneRow() {
        assertThat(Displays.of(Nd4j.createFromArray(1.5, Double.NaN)))
                .containsEntry("text/plain", "DOUBLE [2]\n1.5  NaN");
    }

    @Test
    void mapIsATableWithEscapedText() {
        assertThat(Displays.of(Map.of("<b>", "&")).get("text/html"))
                .isEqualTo("<table><tr><th style=\"text-align:left\">&lt;b&gt;</th><td>&amp;</td></tr></table>");
    }

    @Test
    void tableOfNumbersIsCutToTwelveColumns() {
        int columns = 30;
        List<String> names = IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
        assertThat(Displays.of(new Numbers(names, Nd4j.zeros(100, columns))).get("text/html"))
                .contains("<th>c11</th><th>…</th>")
                .doesNotContain("c12")
                .endsWith("<p>100 rows</p>");
    }

    @Test
    void runIsATableOfItsNumbersWithALinkToItsReport(@TempDir Path runs) {
        String html = Displays.of(trained(runs)).get("text/html");
        assertThat(html).contains("<th style=\"text-align:left\">negElboNats</th>", "klNats", ">report</a>");
        String link = html.replaceAll("(?s).*href=\"([^\"]*)\".*", "$1");
        assertThat(Path.of(URI.create(link))).exists();
    }

    @Test
    void progressViewHasABarUntilTheTrainingHasEnded(@TempDir Path runs) {
        Path run = trained(runs).root();
        assertThat(ProgressView.running(run, "epoch <2>", 0.5))
                .contains("<progress max=\"1\" value=\"0.500\"></progress> epoch &lt;2&gt;", "<svg");
        assertThat(ProgressView.ended(run)).contains("<svg").doesNotContain("<progress");
    }

    private static OpenedRun trained(Path runs) {
        return Vae4j.on("lines")
                .in(runs)
                .layers(8)
                .latent(2)
                .epochs(2)
                .set("data.lines.train", 128)
                .set("data.lines.test", 32)
                .set("data.lines.size", 8)
                .set("evaluation.diagnosticsExamples", 0)
                .train();
    }
}
