package org.vae4j.experiment.report.html;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.report.chart.VectorFigure;

/**
 * One self-contained HTML page: what it is made of, and its making by the template {@code page.ftlh}.
 *
 * <p>The template escapes every text it is given; the page's own policy forbids any script but its own and any request.
 * The records are public because the template engine reads public types alone.
 */
public final class Page {

    private Page() {}

    /**
     * A page.
     *
     * @param head the top of the page
     * @param numbers the numbers that the page begins with
     * @param cautions the facts that a reader must know before believing the numbers
     * @param sections the sections in order
     * @param footer the last line
     */
    public record Content(
            Head head, List<KeyNumber> numbers, List<String> cautions, List<Section> sections, String footer) {

        /** {@return every chart of the page that is no picture} */
        public List<VectorFigure> figures() {
            return sections.stream()
                    .flatMap(section -> section.blocks().stream())
                    .filter(Drawing.class::isInstance)
                    .flatMap(block -> ((Drawing) block).figure().stream())
                    .toList();
        }

        /**
         * The same page for readers elsewhere, who have no use for the folders of the machine that made it.
         *
         * @return with a last line that names no place
         */
        public Content withoutPlace() {
            return new Content(head, numbers, cautions, sections, "Made by vae4j.");
        }
    }

    /**
     * The top of a page.
     *
     * @param kicker the line above the title
     * @param title the title
     * @param subtitle the line below the title, or empty
     * @param state the state of the run, or empty
     * @param facts the settings of the run, part by part
     */
    public record Head(String kicker, String title, String subtitle, String state, List<Fact> facts) {}

    /**
     * A part of what was done.
     *
     * @param name the name of the setting
     * @param text its value
     */
    public record Fact(String name, String text) {}

    /**
     * A number that the page begins with; error and note may be empty.
     *
     * @param label the meaning of the number
     * @param value the number as text
     * @param error its error as text, or empty
     * @param note a remark, or empty
     */
    public record KeyNumber(String label, String value, String error, String note) {}

    /**
     * A part with a heading; {@code text} may be empty.
     *
     * @param id the anchor, unique in the page
     * @param title the heading
     * @param text a text below the heading, or empty
     * @param blocks the blocks in the order in which they should be read
     * @param layout the arrangement of the drawings
     */
    public record Section(String id, String title, String text, List<Block> blocks, Layout layout) {

        /**
         * A section whose blocks stand side by side where there is room.
         *
         * @param id the anchor, unique in the page
         * @param title the heading
         * @param text a text below the heading, or empty
         * @param blocks the blocks in order
         */
        public Section(String id, String title, String text, List<Block> blocks) {
            this(id, title, text, blocks, Layout.GRID);
        }

        /** {@return the blocks in the order in which the layout places them} */
        public Columns columns() {
            return Columns.of(this);
        }
    }

    /** The arrangement of a section's blocks. */
    public enum Layout {
        /** Side by side, of like height. */
        GRID,
        /** Blocks flow in columns of like length, so that none leaves a hole beside a taller one. */
        FLOW,
        /** Three side by side, of like height. */
        THREE
    }

    /** A part of a section. */
    public sealed interface Block {

        /** {@return the name by which the template tells them apart} */
        String kind();
    }

    /**
     * The meaning of a colour of a drawing.
     *
     * @param name the meaning of the colour
     * @param colour the colour, as CSS has it
     * @param dash the dashes of a line, as SVG has them, {@code none} for a solid one; empty for no line
     * @param marker the shape of the marker, as a path of SVG in a square of 12; empty for a line without markers
     */
    public record Key(String name, String colour, String dash, String marker) {

        /** A marker: a circle of radius 4.5. */
        public static final String CIRCLE = "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z";
    }

    /**
     * The meaning of a map's colours: the range of values with its unit, and the colours in it, evenly spaced.
     *
     * @param id unique in the page
     * @param from the value at the first colour
     * @param to the value at the last colour, with its unit
     * @param colours the colours, as CSS has them
     */
    public record Scale(String id, String from, String to, List<String> colours) {}

    /**
     * A drawing, as SVG that {@link Svg} made.
     *
     * @param svg the drawing
     * @param keys the meanings of its colours
     * @param title the title, or empty
     * @param caption the caption, or empty
     * @param width {@code half}, {@code third}, {@code wide}, {@code square}, or {@code beside}: half, by its caption
     * @param colours the scale of a map, if it is one
     * @param figure the figure that it was made of, where that can be written as a file of its own
     */
    public record Drawing(
            String svg,
            List<Key> keys,
            String title,
            String caption,
            String width,
            Optional<Scale> colours,
            Optional<VectorFigure> figure)
            implements Block {

        /**
         * Makes a drawing without a scale of colours.
         *
         * @param svg the drawing
         * @param keys the meanings of its colours
         * @param title the title, or empty
         * @param caption the caption, or empty
         * @param width {@code half}, {@code wide} or {@code square}
         */
        public Drawing(String svg, List<Key> keys, String title, String caption, String width) {
            this(svg, keys, title, caption, width, Optional.empty(), Optional.empty());
        }

        /**
         * The same drawing, with what it was made of.
         *
         * @param chart the chart that it was made of
         * @return a drawing that {@code vae figures} can write as a file of its own
         */
        public Drawing from(VectorFigure chart) {
            return new Drawing(svg, keys, title, caption, width, colours, Optional.of(chart));
        }

        Drawing withSvg(String other, String otherWidth) {
            return new Drawing(other, keys, title, caption, otherWidth, colours, figure);
        }

        @Override
        public String kind() {
            return "drawing";
        }
    }

    /**
     * A picture as a data URI; a sheet's pixels are never smoothed.
     *
     * @param source the data URI
     * @param title the title, or empty
     * @param caption the caption, or empty
     * @param alt a description of the picture in words
     * @param sheet whether it is a sheet of images
     * @param pixels the width on the page, in pixels
     * @param ratio the height over the width
     * @param columns images side by side, between which the page draws lines; 1 where it draws none
     * @param rows images below each other; 1 where it draws no lines
     */
    public record Picture(
            String source,
            String title,
            String caption,
            String alt,
            boolean sheet,
            int pixels,
            double ratio,
            int columns,
            int rows)
            implements Block {
        @Override
        public String kind() {
            return "picture";
        }
    }

    /**
     * A table that sorts.
     *
     * @param caption the caption, or empty
     * @param note a remark on its numbers, or empty
     * @param header the heads of the columns
     * @param rows the rows, each with one cell per column
     */
    public record Table(String caption, String note, List<String> header, List<List<Cell>> rows) implements Block {

        /**
         * A table without a note.
         *
         * @param caption the caption, or empty
         * @param header the heads of the columns
         * @param rows the rows, each with one cell per column
         */
        public Table(String caption, List<String> header, List<List<Cell>> rows) {
            this(caption, "", header, rows);
        }

        /**
         * The same table, in whose columns of numbers each has as many digits behind the point as the longest.
         *
         * @return a table whose numbers stand below each other digit by digit
         */
        public Table aligned() {
            return new Table(caption, note, header, Digits.aligned(rows));
        }

        /**
         * Whether a column has numbers alone, which stand below each other from the right, as does its head.
         *
         * @param column from 0
         */
        public boolean numeric(int column) {
            return rows.stream()
                    .map(row -> row.get(column))
                    .allMatch(cell -> cell.number() || cell.text().isEmpty());
        }

        @Override
        public String kind() {
            return "table";
        }
    }

    /**
     * Values by their names.
     *
     * @param caption the caption, or empty
     * @param note a remark on the values, or empty
     * @param pairs the values in order
     */
    public record Pairs(String caption, String note, List<Pair> pairs) implements Block {
        @Override
        public String kind() {
            return "pairs";
        }
    }

    /**
     * A value and its name.
     *
     * @param name the name of the value
     * @param text the visible text; empty where there is a drawing
     * @param full all digits, or all values
     * @param svg a small drawing of several values that {@link Sparkline} made, or empty
     */
    public record Pair(String name, String text, String full, String svg) {}

    /**
     * A cell: what is read, what it is sorted by, whether it is a number, where it leads (or nowhere).
     *
     * @param text the visible text
     * @param sort the key by which the cell is sorted
     * @param number whether it is a number
     * @param link the address that it leads to, or empty
     */
    public record Cell(String text, String sort, boolean number, String link) {

        /**
         * Makes a cell of text.
         *
         * @param text the visible text
         * @return the cell
         */
        public static Cell of(String text) {
            return new Cell(text, text.toLowerCase(Locale.ROOT), false, "");
        }

        /**
         * Makes a cell of a number.
         *
         * @param value the number
         * @return the cell
         */
        public static Cell of(double value) {
            return new Cell(Words.number(value), Double.toString(value), true, "");
        }
    }

    /**
     * Text as it stands in a file.
     *
     * @param caption the caption, or empty
     * @param text the text
     */
    public record Listing(String caption, String text) implements Block {
        @Override
        public String kind() {
            return "listing";
        }
    }

    /**
     * The page as HTML.
     *
     * @param content the content of the page
     */
    public static String html(Content content) {
        return html(content, resource("sort.js") + resource("print.js"));
    }

    /**
     * The page as HTML whose tables search and compare their rows.
     *
     * @param content the content of the page
     */
    public static String searchable(Content content) {
        return html(content, resource("sort.js") + resource("search.js") + resource("print.js"));
    }

    private static String html(Content content, String script) {
        Map<String, Object> model = Map.of(
                "page",
                content,
                "style",
                resource("style.css"),
                "script",
                script,
                "scriptHash",
                Templates.hash(script));
        return Templates.fill("page.ftlh", model);
    }

    /**
     * Blocks as a piece of HTML, for a page that has the same style sheet.
     *
     * @param title the heading
     * @param blocks the blocks in order
     */
    public static String fragment(String title, List<Block> blocks) {
        return Templates.fill("fragment.ftlh", Map.of("title", title, "blocks", blocks));
    }

    /**
     * A text file beside this class.
     *
     * @param name the name of the file
     */
    public static String resource(String name) {
        return Templates.resource(name);
    }
}
