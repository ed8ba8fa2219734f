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
 * A chart as a figure of a paper: vector graphics in a column of 86 mm, with the legend below the chart.
 *
 * <p>PDF is written by PdfBox with its bridge for Java's drawing. JFreePDF and OpenPDF have licences that would bind
 * users, and VectorGraphics2D has had no release for years.
 *
 * @param name the name of the file, without an ending
 * @param chart the chart; writing a figure changes its legend
 * @param width the width of the chart in pixels, in which letters are 13 to 15 pixels high
 * @param height the height of the chart in pixels, without the legend below it
 */
public record VectorFigure(String name, Chart<?, ?> chart, int width, int height) {

    /** The width of a column in many journals. */
    private static final double COLUMN_MM = 86;

    private static final double POINTS_PER_MM = 72 / 25.4;

    /** The height of a legend of one row, in pixels, and the padding of every legend. */
    private static final int LEGEND_HEIGHT = 40;
    /** The height of each row of a legend with several, in pixels. */
    private static final int LEGEND_ROW_HEIGHT = 15;
    /** A row of a legend has room for at most this many letters in all. */
    private static final int MAX_LETTERS_PER_ROW = 45;
    /** A legend of more names has small letters. */
    private static final int MAX_LARGE_NAMES = 6;

    private static final Font SMALL_LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final int SMALL_LINE_LENGTH = 8;
    private static final int SMALL_PADDING = 3;
    private static final int LARGE_PADDING = 12;

    /** The format of the file of a figure. */
    public enum Format {
        /** For text systems and printers. */
        PDF,
        /** For pages and drawing programs. */
        SVG
    }

    /**
     * Writes the figure; a reader never sees half a file.
     *
     * @param folder the folder of the file, which must exist
     * @param format the format of the file
     * @return the file
     * @throws IOException if the file cannot be written
     */
    public Path write(Path folder, Format format) throws IOException {
        Path file = folder.resolve(name + "." + format.name().toLowerCase(Locale.ROOT));
        int total = height + placeLegendBelow();
        Ticks.prepare(chart, width, total);
        AtomicFile.write(file, unfinished -> {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                if (format == Format.PDF) {
                    writePdf(out, total);
                } else {
                    writeSvg(out, total);
                }
            }
        });
        return file;
    }

    /** Puts the legend below the chart if it has two or more lines, and returns the height of the legend in pixels. */
    private int placeLegendBelow() {
        List<String> names = chart instanceof XYChart lines
                ? lines.getSeriesCollection().stream()
                        .filter(series -> series.isShowInLegend())
                        .map(series -> series.getName())
                        .toList()
                : List.of();
        boolean hasRows = names.stream().mapToInt(String::length).sum() > MAX_LETTERS_PER_ROW;
        boolean isSmall = hasRows || names.size() > MAX_LARGE_NAMES;
        chart.getStyler().setLegendVisible(names.size() > 1).setLegendPadding(isSmall ? SMALL_PADDING : LARGE_PADDING);
        if (isSmall) {
            chart.getStyler().setLegendFont(SMALL_LETTERS);
            chart.getStyler().setLegendSeriesLineLength(SMALL_LINE_LENGTH);
        }
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(hasRows ? LegendLayout.Vertical : LegendLayout.Horizontal);
        if (names.size() < 2) {
            return 0;
        }
        return hasRows ? LEGEND_HEIGHT + LEGEND_ROW_HEIGHT * names.size() : LEGEND_HEIGHT;
    }

    private void writePdf(OutputStream out, int total) throws IOException {
        double column = COLUMN_MM * POINTS_PER_MM;
        double scale = column / width;
        float pageHeight = (float) (total * scale);
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle((float) column, pageHeight));
            document.addPage(page);
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, (float) column, pageHeight);
            graphics.scale(scale, scale);
            chart.paint(graphics, width, total);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            document.save(out);
        }
    }

    private void writeSvg(OutputStream out, int total) throws IOException {
        try {
            SVGGraphics2D graphics = new SVGGraphics2D(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
            graphics.setSVGCanvasSize(new Dimension(width, total));
            chart.paint(graphics, width, total);
            var root = graphics.getRoot();
            root.setAttribute("viewBox", "0 0 " + width + " " + total);
            root.setAttribute("width", String.format(Locale.ROOT, "%.0fmm", COLUMN_MM));
            root.setAttribute("height", String.format(Locale.ROOT, "%.2fmm", COLUMN_MM * total / width));
            try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                graphics.stream(root, writer);
            }
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("cannot write SVG: this Java offers no XML document builder", e);
        }
    }
}
