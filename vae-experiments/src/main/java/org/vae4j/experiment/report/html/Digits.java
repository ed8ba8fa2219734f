package org.vae4j.experiment.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The digits of numbers that stand below each other. */
final class Digits {

    /** More digits behind the point are not compared at a glance. */
    private static final int MOST = 6;

    private Digits() {}

    /**
     * Gives the numbers of each column as many digits behind the point as the longest of them has; a column with a
     * power of ten, with an interval or with a number of too many digits stays as it is.
     */
    static List<List<Page.Cell>> aligned(List<List<Page.Cell>> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        List<Integer> decimals = IntStream.range(0, rows.get(0).size())
                .map(column ->
                        decimals(rows.stream().map(row -> row.get(column)).toList()))
                .boxed()
                .toList();
        List<List<Page.Cell>> aligned = new ArrayList<>();
        for (List<Page.Cell> row : rows) {
            aligned.add(IntStream.range(0, row.size())
                    .mapToObj(column -> aligned(row.get(column), decimals.get(column)))
                    .toList());
        }
        return aligned;
    }

    /** Of the longest number of a column; none where they can't be aligned. */
    private static int decimals(List<Page.Cell> column) {
        boolean plain = column.stream()
                .filter(Page.Cell::number)
                .allMatch(cell -> cell.text().matches("−?\\d+(\\.\\d+)?"));
        int most = column.stream()
                .filter(Page.Cell::number)
                .mapToInt(cell -> cell.text().contains(".")
                        ? cell.text().length() - cell.text().indexOf('.') - 1
                        : 0)
                .max()
                .orElse(0);
        return plain && most <= MOST ? most : 0;
    }

    private static Page.Cell aligned(Page.Cell cell, int decimals) {
        return cell.number() && decimals > 0
                ? new Page.Cell(
                        String.format(Locale.ROOT, "%." + decimals + "f", Double.parseDouble(cell.sort()))
                                .replace('-', '−'),
                        cell.sort(),
                        true,
                        cell.link())
                : cell;
    }
}
