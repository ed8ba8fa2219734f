package org.vae4j.experiment.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How many digits numbers are read with, by themselves, beside their error, and below each other. */
public final class Digits {

    /** More digits behind the point are not compared at a glance. */
    private static final int MAX_DECIMALS = 6;
    /** Significant digits of an error. */
    private static final int OF_ERROR = 2;

    private Digits() {}

    /**
     * Places behind the point that show two digits of an error.
     *
     * @param error not negative
     * @return from 0 to 6
     */
    public static int decimals(double error) {
        if (!(error > 0) || Double.isInfinite(error)) {
            return OF_ERROR;
        }
        int places = OF_ERROR - 1 - exponent(error);
        // 0.0996 is 0.10, which has a digit less behind the point.
        boolean carried = error * Math.pow(10, places) >= 99.5;
        return Math.max(0, Math.min(MAX_DECIMALS, carried ? places - 1 : places));
    }

    /**
     * An error with two significant digits.
     *
     * @param error not negative
     */
    public static String ofError(double error) {
        return Double.isFinite(error) ? Words.fixed(error, error == 0 ? 0 : decimals(error)) : Words.number(error);
    }

    /**
     * Gives the numbers of each column as many digits behind the point: those of the longest of them, but no more than
     * show four digits of the largest and two of the smallest. A column with a power of ten, with an interval or with a
     * number of too many digits stays as it is.
     */
    static List<List<Page.Cell>> aligned(List<List<Page.Cell>> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        List<List<Page.Cell>> columns = IntStream.range(0, rows.get(0).size())
                .mapToObj(column ->
                        column(rows.stream().map(row -> row.get(column)).toList()))
                .toList();
        List<List<Page.Cell>> aligned = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            int at = row;
            aligned.add(columns.stream().map(column -> column.get(at)).toList());
        }
        return aligned;
    }

    private static List<Page.Cell> column(List<Page.Cell> cells) {
        List<Page.Cell> numbers = cells.stream()
                .filter(Page.Cell::number)
                .filter(cell -> Double.isFinite(value(cell)))
                .toList();
        boolean plain = numbers.stream().allMatch(cell -> cell.text().matches("−?\\d+(\\.\\d+)?"));
        int[] places = numbers.stream().mapToInt(Digits::places).distinct().toArray();
        if (!plain || places.length < 2) {
            return cells;
        }
        int decimals = Math.min(Arrays.stream(places).max().orElse(0), readable(numbers));
        return decimals > MAX_DECIMALS
                ? cells
                : cells.stream()
                        .map(cell -> numbers.contains(cell)
                                ? new Page.Cell(Words.fixed(value(cell), decimals), cell.sort(), true, cell.link())
                                : cell)
                        .toList();
    }

    private static double value(Page.Cell cell) {
        try {
            return Double.parseDouble(cell.sort());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static int places(Page.Cell cell) {
        int point = cell.text().indexOf('.');
        return point < 0 ? 0 : cell.text().length() - point - 1;
    }

    /** Places that show four digits of the largest number and two of the smallest. */
    private static int readable(List<Page.Cell> numbers) {
        double[] sizes = numbers.stream()
                .mapToDouble(cell -> Math.abs(value(cell)))
                .filter(size -> size > 0)
                .toArray();
        int ofLargest = Words.DIGITS - 1 - exponent(Arrays.stream(sizes).max().orElse(1));
        int ofSmallest = 1 - exponent(Arrays.stream(sizes).min().orElse(1));
        return Math.max(0, Math.max(ofLargest, ofSmallest));
    }

    private static int exponent(double size) {
        return (int) Math.floor(Math.log10(size));
    }
}
