package org.vae4j.experiment.report.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of one kind as text in aligned columns. A column is as wide as its widest cell; words are aligned to the left
 * and numbers to the right.
 *
 * <pre>{@code
 * String text = new TextTable<Result>()
 *         .words("estimator", Result::name)
 *         .numbers("bias (nats)", "%.4f", Result::bias)
 *         .of(results);
 * }</pre>
 *
 * @param <T> the type of the objects that rows are made from
 */
public final class TextTable<T> {

    private static final String GAP = "  ";

    private enum Side {
        LEFT,
        RIGHT
    }

    private record Column<T>(String title, Side side, Function<? super T, String> cell) {}

    private final List<Column<T>> columns = new ArrayList<>();

    /** Creates a table without columns. */
    public TextTable() {}

    /**
     * Appends a column of words.
     *
     * @param title the heading of the column, which may be empty
     * @param cell gives the text of a row's cell
     * @return this table
     */
    public TextTable<T> words(String title, Function<? super T, String> cell) {
        columns.add(new Column<>(title, Side.LEFT, cell));
        return this;
    }

    /**
     * Appends a column of numbers.
     *
     * @param title the heading of the column, with the unit
     * @param format the format of a number, for example {@code "%.3f"}; always with a decimal point
     * @param value gives the number of a row's cell
     * @return this table
     */
    public TextTable<T> numbers(String title, String format, Function<? super T, ? extends Number> value) {
        columns.add(new Column<>(title, Side.RIGHT, row -> String.format(Locale.ROOT, format, value.apply(row))));
        return this;
    }

    /**
     * Writes the table.
     *
     * @param rows the rows, from top to bottom
     * @return one line of headings, unless all of them are empty, and one line per row; no line ends in blanks
     */
    public String of(Collection<? extends T> rows) {
        List<List<String>> lines = new ArrayList<>();
        if (columns.stream().anyMatch(column -> !column.title().isEmpty())) {
            lines.add(columns.stream().map(Column::title).toList());
        }
        for (T row : rows) {
            lines.add(columns.stream().map(column -> column.cell().apply(row)).toList());
        }
        int[] widths =
                IntStream.range(0, columns.size()).map(c -> width(lines, c)).toArray();
        return lines.stream().map(cells -> line(cells, widths)).collect(Collectors.joining("\n"));
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(cells -> length(cells.get(column))).max().orElse(0);
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(c -> {
                    String blanks = " ".repeat(widths[c] - length(cells.get(c)));
                    return columns.get(c).side() == Side.LEFT ? cells.get(c) + blanks : blanks + cells.get(c);
                })
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
