package org.vae4j.experiment.report.html;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Palette;
import org.vae4j.experiment.report.chart.Ticks;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Converts charts to SVG elements of a page, which are sharp at any size and have the colours of the page.
 *
 * <p>Ink, grid and ground keep the colours of {@code ChartTheme} in the drawing. The page's style sheet maps them by
 * attribute selectors, so that one drawing serves the light and the dark scheme.
 */
public final class Svg {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    /** The outline of each marker as an SVG path in a square of 12 by 12. */
    private static final Map<Marker, String> MARKER_PATHS = Map.of(
            SeriesMarkers.CIRCLE, Page.Key.CIRCLE,
            SeriesMarkers.SQUARE, "M2 2h8v8h-8z",
            SeriesMarkers.DIAMOND, "M6 0.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
            SeriesMarkers.TRIANGLE_UP, "M6 1l5 9h-10z");

    private static final Pattern ARIA_LABEL = Pattern.compile("aria-label=\"[^\"]*\"");
    private static final String EMPTY_ARIA_LABEL = "aria-label=\"\"";

    private Svg() {}

    /**
     * Draws a chart as one {@code <svg>} element, which scales to the width that the page gives it.
     *
     * @param chart the chart
     * @param width the width in pixels for which the letters have their nominal size
     * @param height the height in pixels for which the letters have their nominal size
     * @param id a name that is unique in the page
     * @param alt a description for readers who do not see the chart
     * @return the markup of the element
     */
    public static String of(Chart<?, ?> chart, int width, int height, String id, String alt) {
        Ticks.prepare(chart, width, height);
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setComment(null);
            context.setPrecision(1);
            context.setIDGenerator(new PrefixedIds(id));
            SVGGraphics2D graphics = new SVGGraphics2D(context, false);
            graphics.setSVGCanvasSize(new Dimension(width, height));
            chart.paint(graphics, width, height);
            Element root = graphics.getRoot();
            root.removeAttribute("width");
            root.removeAttribute("height");
            root.setAttribute("viewBox", "0 0 " + width + " " + height);
            root.setAttribute("role", "img");
            root.setAttribute("aria-label", Subscripts.letters(alt));
            markLabels(root.getElementsByTagName("g"));
            return markup(root);
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("cannot write SVG: this Java offers no XML builder or transformer", e);
        }
    }

    /**
     * Gives labels a class, by which the style sheet makes them larger where charts are small. Labels are the groups
     * with a font size that are moved to their places.
     */
    private static void markLabels(NodeList groups) {
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            if (group.hasAttribute("transform") && group.hasAttribute("font-size")) {
                group.setAttribute("class", "letters");
            }
        }
    }

    /**
     * Creates the legend of a chart for the page, where it wraps and scales like text.
     *
     * @param chart the chart
     * @return one key per series of the chart's legend
     */
    public static List<Page.Key> keys(XYChart chart) {
        List<XYSeries> shown = chart.getSeriesCollection().stream()
                .filter(series -> series.isShowInLegend())
                .toList();
        XYSeries.XYSeriesRenderStyle usual = chart.getStyler().getDefaultSeriesRenderStyle();
        return shown.stream()
                .map(series -> key(series, series.getXYSeriesRenderStyle().orElse(usual)))
                .toList();
    }

    /** The key shows points as their marker, an area as a square, and a line as a line with its marker on it. */
    private static Page.Key key(XYSeries series, XYSeries.XYSeriesRenderStyle style) {
        String marker = series.getMarker() == null || series.getMarker() == SeriesMarkers.NONE
                ? ""
                : MARKER_PATHS.getOrDefault(series.getMarker(), "");
        String name = series.getName();
        return switch (style) {
            case Scatter -> {
                String points = rgb(series.getMarkerColor());
                yield new Page.Key(name, points, "", marker.isEmpty() ? Page.Key.CIRCLE : marker);
            }
            case Line, Step -> new Page.Key(name, rgb(lineColour(series)), dash(series), marker);
            default -> new Page.Key(name, rgb(lineColour(series)), "", MARKER_PATHS.get(SeriesMarkers.SQUARE));
        };
    }

    /** The dashes of a line as an SVG {@code stroke-dasharray}; {@code none} for a solid line. */
    private static String dash(XYSeries series) {
        BasicStroke stroke = series.getLineStyle();
        float[] dashes = stroke == null ? null : stroke.getDashArray();
        return dashes == null
                ? "none"
                : IntStream.range(0, dashes.length)
                        .mapToObj(i -> String.valueOf(Math.round(dashes[i])))
                        .collect(Collectors.joining(" "));
    }

    /** {@return the colours of heat maps, from the lowest value to the highest} */
    public static List<String> range() {
        return Palette.RANGE.stream().map(Svg::rgb).toList();
    }

    private static Color lineColour(XYSeries series) {
        return series.getLineColor() == null ? series.getMarkerColor() : series.getLineColor();
    }

    /**
     * Redraws a drawing in another size, with letters of the same size.
     *
     * @param drawing a drawing
     * @param size the width and height, in the units of {@link #of}
     * @param width the name of its width in the page, such as "half"
     * @return the new drawing, or the given one if it was not made from a chart
     */
    static Page.Drawing resized(Page.Drawing drawing, Dimension size, String width) {
        return drawing.figure()
                .map(figure -> {
                    String svg = of(figure.chart(), size.width, size.height, figure.name(), "");
                    return drawing.withSvg(
                            svg.replaceFirst(EMPTY_ARIA_LABEL, Matcher.quoteReplacement(ariaLabel(drawing))), width);
                })
                .orElse(drawing);
    }

    private static String ariaLabel(Page.Drawing drawing) {
        Matcher label = ARIA_LABEL.matcher(drawing.svg());
        return label.find() ? label.group() : EMPTY_ARIA_LABEL;
    }

    /**
     * Writes a colour as the attributes of drawings have it; the style sheet selects by this text.
     *
     * @param colour a colour of the palette
     * @return for example "rgb(0,114,178)"
     */
    public static String rgb(Color colour) {
        return "rgb(" + colour.getRed() + "," + colour.getGreen() + "," + colour.getBlue() + ")";
    }

    private static String markup(Element root) throws TransformerException {
        Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(root), new StreamResult(text));
        return text.toString();
    }

    /** Prefixes the ids of a drawing with its name, since two drawings of one page must not share an id. */
    private static final class PrefixedIds extends SVGIDGenerator {

        private final String prefix;

        PrefixedIds(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String generateID(String kind) {
            return super.generateID(prefix + "-" + kind);
        }
    }
}
