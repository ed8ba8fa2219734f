package org.vae4j.experiment.report.chart;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.vae4j.file.AtomicFile;

/**
 * A chart as a file that a paper can hold: no pixels, a column of 86 mm wide, its legend below it.
 *
 * <p>PDF is written by PdfBox with its bridge for Java's drawing; JFreePDF and OpenPDF have licences that would bind
 * users, VectorGraphics2D has had no release for years.
 *
 * @param name of the file, without an ending
 * @param chart what is drawn
 * @param width in units of which letters have 13 to 15
 * @param height in the same units
 */
public record VectorFigure(String name, Chart<?, ?> chart, int width, int height) {

    /** Points: 86 mm, the column of many journals. */
    private static final double COLUMN = 86 / 25.4 * 72;

    private static final int LEGEND = 40;
    /** More names in a row need smaller letters. */
    private static final int MANY = 6;
    /** More letters in all do not stand in one row. */
    private static final int LETTERS = 45;

    private static final int ROW = 15;

    /** What a figure is written as. */
    public enum Format {
        /** For text systems and printers. */
        PDF,
        /** For pages and drawing programs. */
        SVG
    }

    /**
     * Writes it; a reader never sees half a file.
     *
     * @param folder which exists
     * @param format of the file
     * @return the file
     * @throws IOException when it cannot be written
     */
    public Path write(Path folder, Format format) throws IOException {
        Path file = folder.resolve(name + "." + format.name().toLowerCase(Locale.ROOT));
        int below = legend();
        Ticks.prepare(chart, width, height + below);
        AtomicFile.write(file, unfinished -> {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                if (format == Format.PDF) {
                    pdf(out, below);
                } else {
                    svg(out, below);
                }
            }
        });
        return file;
    }

    /** Where there is more than one line to tell; returns the room that it takes. */
    private int legend() {
        List<String> names = chart instanceof XYChart lines
                ? lines.getSeriesCollection().stream()
                        .filter(series -> series.isShowInLegend())
                        .map(series -> series.getName())
                        .toList()
                : List.of();
        boolean several = names.size() > 1;
        boolean rows = names.stream().mapToInt(String::length).sum() > LETTERS;
        chart.getStyler().setLegendVisible(several).setLegendPadding(names.size() > MANY || rows ? 3 : 12);
        if (names.size() > MANY || rows) {
            chart.getStyler().setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            chart.getStyler().setLegendSeriesLineLength(8);
        }
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(rows ? LegendLayout.Vertical : LegendLayout.Horizontal);
        return several ? rows ? LEGEND + ROW * names.size() : LEGEND : 0;
    }

    private void pdf(OutputStream out, int below) throws IOException {
        double scale = COLUMN / width;
        float high = (float) ((height + below) * scale);
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle((float) COLUMN, high));
            document.addPage(page);
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, (float) COLUMN, high);
            graphics.scale(scale, scale);
            chart.paint(graphics, width, height + below);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            document.save(out);
        }
    }

    private void svg(OutputStream out, int below) throws IOException {
        try {
            SVGGraphics2D graphics = new SVGGraphics2D(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
            graphics.setSVGCanvasSize(new Dimension(width, height + below));
            chart.paint(graphics, width, height + below);
            var root = graphics.getRoot();
            root.setAttribute("viewBox", "0 0 " + width + " " + (height + below));
            root.setAttribute("width", "86mm");
            root.setAttribute("height", String.format(Locale.ROOT, "%.2fmm", 86.0 * (height + below) / width));
            try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                graphics.stream(root, writer);
            }
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java writes XML", e);
        }
    }
}
