package org.vae4j.experiment.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The number of digits of numbers beside their errors and in the columns of tables. */
public final class Digits {

    /** Readers do not compare more decimals at a glance. */
    private static final int MAX_DECIMALS = 6;

    private static final int SIGNIFICANT_OF_ERROR = 2;
    /** An error of two digits from here on is rounded up to 100, which has three. */
    private static final double CARRIED = 99.5;

    private Digits() {}

    /**
     * The number of decimals with which an error has two significant digits.
     *
     * @param error an error, at least 0; for 0, infinity and NaN the result is 2
     * @return a number from 0 to 6
     */
    public static int decimals(double error) {
        if (!(error > 0) || Double.isInfinite(error)) {
            return SIGNIFICANT_OF_ERROR;
        }
        int decimals = SIGNIFICANT_OF_ERROR - 1 - exponent(error);
        // 0.0996 is rounded to 0.10, which has one decimal less than 0.099.
        boolean isCarried = error * Math.pow(10, decimals) >= CARRIED;
        return Math.max(0, Math.min(MAX_DECIMALS, isCarried ? decimals - 1 : decimals));
    }

    /**
     * Writes an error with two significant digits.
     *
     * @param error an error, at least 0
     */
    public static String ofError(double error) {
        return Double.isFinite(error) ? Words.fixed(error, error == 0 ? 0 : decimals(error)) : Words.number(error);
    }

    /**
     * Gives all numbers of a column the same number of decimals: that of the number with most decimals, but no more
     * than are needed for four significant digits of the largest number and two of the smallest. A column that has a
     * power of ten or an interval, or that would need too many decimals, stays as it is.
     *
     * @param rows the cells of a table, row by row, all rows of one length
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
            int index = row;
            aligned.add(columns.stream().map(column -> column.get(index)).toList());
        }
        return aligned;
    }

    private static List<Page.Cell> column(List<Page.Cell> cells) {
        List<Page.Cell> numbers = cells.stream()
                .filter(Page.Cell::number)
                .filter(cell -> Double.isFinite(value(cell)))
                .toList();
        boolean arePlain = numbers.stream().allMatch(cell -> cell.text().matches("−?\\d+(\\.\\d+)?"));
        int[] found = numbers.stream().mapToInt(Digits::decimals).distinct().toArray();
        if (!arePlain || found.length < 2) {
            return cells;
        }
        int decimals = Math.min(Arrays.stream(found).max().orElse(0), sufficientDecimals(numbers));
        return decimals > MAX_DECIMALS
                ? cells
                : cells.stream()
                        .map(cell -> numbers.contains(cell)
                                ? new Page.Cell(
                                        Words.fixed(value(cell), decimals), cell.sort(), cell.number(), cell.link())
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

    private static int decimals(Page.Cell cell) {
        int point = cell.text().indexOf('.');
        return point < 0 ? 0 : cell.text().length() - point - 1;
    }

    /** The number of decimals for four significant digits of the largest number and two of the smallest. */
    private static int sufficientDecimals(List<Page.Cell> numbers) {
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
