package org.vae4j.experiment.notebook;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.commons.text.StringEscapeUtils;
import org.knowm.xchart.internal.chartpart.Chart;
import org.vae4j.experiment.api.Images;
import org.vae4j.experiment.api.OpenedRun;
import org.vae4j.experiment.api.Shown;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.use.Numbers;

/** Renders values for places that can show pictures, by media type. Every value has a text for places that cannot. */
public final class Displays {

    /** The media type that every value has. */
    public static final String TEXT = "text/plain";

    static final String HTML = "text/html";
    static final String PNG = "image/png";
    static final String SVG = "image/svg+xml";

    /** The size of a chart in CSS pixels. */
    private static final int WIDTH = 640;

    private static final int HEIGHT = 400;
    private static final int MOST_ROWS = 20;
    private static final int MOST_COLUMNS = 12;

    private Displays() {}

    /**
     * Renders a value in every form that it has.
     *
     * @param value any value
     * @return the content by media type: PNG in base64, the others as text
     */
    public static Map<String, String> of(Object value) {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put(TEXT, Shown.text(value));
        if (value instanceof Images images) {
            forms.put(PNG, png(images.sheet()));
        } else if (value instanceof RenderedImage image) {
            forms.put(PNG, png(image));
        } else if (value instanceof Chart<?, ?> chart) {
            forms.put(SVG, svg(chart));
        } else if (value instanceof OpenedRun run) {
            forms.put(HTML, run(run));
        } else if (value instanceof Numbers numbers) {
            forms.put(HTML, table(numbers));
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            forms.put(HTML, table(map));
        }
        return forms;
    }

    private static String png(RenderedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalArgumentException("found an image of a type that PNG cannot store: " + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Renders a chart as a drawing.
     *
     * @param chart any chart
     * @return one {@code <svg>} element; its id depends on the title of the chart only
     */
    static String svg(Chart<?, ?> chart) {
        String id = "chart-" + UUID.nameUUIDFromBytes(chart.getTitle().getBytes(StandardCharsets.UTF_8));
        String svg = Svg.of(chart, WIDTH, HEIGHT, id, chart.getTitle());
        return svg.replaceFirst("<svg ", "<svg width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" ");
    }

    private static String run(OpenedRun run) {
        Map<Object, Object> rows = new LinkedHashMap<>();
        rows.put("run", run.root().getFileName());
        rows.put("epoch", run.epoch());
        run.numbers().forEach((name, value) -> {
            if (name.endsWith("Nats")) {
                rows.put(name, String.format(Locale.ROOT, "%.2f", value));
            }
        });
        return table(rows) + "<a href=\"" + link(run.report()) + "\" target=\"_blank\">report</a>";
    }

    /** A relative link to a file below this folder, so that a notebook that is moved with its runs keeps its links. */
    private static String link(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here)
                ? escaped(here.relativize(absolute).toString().replace('\\', '/'))
                : escaped(absolute.toUri().toString());
    }

    private static String table(Map<?, ?> rows) {
        StringBuilder html = new StringBuilder("<table>");
        rows.forEach((key, value) -> html.append("<tr><th style=\"text-align:left\">")
                .append(escaped(key))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>"));
        return html.append("</table>").toString();
    }

    private static String table(Numbers numbers) {
        int columns = Math.min(MOST_COLUMNS, numbers.columns().size());
        int rows = Math.min(MOST_ROWS, numbers.values().rows());
        StringBuilder html = new StringBuilder("<table><tr>");
        numbers.columns()
                .subList(0, columns)
                .forEach(name -> html.append("<th>").append(escaped(name)).append("</th>"));
        html.append(columns < numbers.columns().size() ? "<th>…</th>" : "").append("</tr>");
        for (int i = 0; i < rows; i++) {
            html.append("<tr>");
            for (int j = 0; j < columns; j++) {
                html.append("<td>")
                        .append(Shown.number(numbers.values().getDouble(i, j)))
                        .append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</table>");
        return rows < numbers.values().rows()
                ? html.append("<p>")
                        .append(numbers.values().rows())
                        .append(" rows</p>")
                        .toString()
                : html.toString();
    }

    /** Escapes a value for HTML, because it may come from a file of somebody else. */
    static String escaped(Object value) {
        return StringEscapeUtils.escapeHtml4(String.valueOf(value));
    }
}
