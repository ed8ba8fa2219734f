package org.vae4j.experiment.sweep.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Places for the names of points, so that none lies on another: each name takes the first of some places about its
 * point that is free, the nearest first, and stays inside the chart where it can.
 */
final class PointLabels {

    /** Of the plot, which is what is left of a chart's picture. */
    private static final double PLOT_WIDTH = 600;

    private static final double PLOT_HEIGHT = 420;

    /** Of a letter and of a line of the chart's small print, on average. */
    private static final double LETTER = 6.2;

    private static final double LINE = 15;

    /** Lines above or below a point that are tried. */
    private static final int MOST_LINES = 6;

    /**
     * A point with a name.
     *
     * @param x its place on the horizontal axis
     * @param y its place on the vertical axis
     * @param text its name
     */
    record Named(double x, double y, String text) {}

    /** A name's box, in pixels of the plot: its middle and its width. */
    private record Box(double x, double y, double width) {

        boolean overlaps(Box other) {
            return Math.abs(x - other.x) < (width + other.width) / 2 && Math.abs(y - other.y) < LINE;
        }
    }

    private final double left;
    private final double bottom;
    private final double width;
    private final double height;
    private final List<Box> taken = new ArrayList<>();

    /** A plot from {@code left} to {@code right} and from {@code bottom} to {@code top}. */
    PointLabels(double left, double right, double bottom, double top) {
        this.left = left;
        this.bottom = bottom;
        this.width = right - left;
        this.height = top - bottom;
    }

    /**
     * Places a name.
     *
     * @param point the point
     * @return the middle of its name, in the units of the axes
     */
    Named place(Named point) {
        double x = (point.x - left) / width * PLOT_WIDTH;
        double y = (point.y - bottom) / height * PLOT_HEIGHT;
        double text = point.text.length() * LETTER;
        Box chosen = new Box(within(x, text), y - LINE, text);
        for (int line = 1; line <= MOST_LINES && isTaken(chosen); line++) {
            for (int side : new int[] {-1, 1}) {
                Box candidate = new Box(within(x, text), y + side * line * LINE, text);
                if (isTaken(chosen) && !isTaken(candidate)) {
                    chosen = candidate;
                }
            }
        }
        taken.add(chosen);
        return new Named(left + chosen.x / PLOT_WIDTH * width, bottom + chosen.y / PLOT_HEIGHT * height, point.text);
    }

    /** Points are not written over either. */
    void keepFree(double x, double y) {
        taken.add(new Box((x - left) / width * PLOT_WIDTH, (y - bottom) / height * PLOT_HEIGHT, LETTER));
    }

    private boolean isTaken(Box box) {
        return taken.stream().anyMatch(box::overlaps);
    }

    private static double within(double x, double text) {
        return Math.max(text / 2, Math.min(PLOT_WIDTH - text / 2, x));
    }
}
