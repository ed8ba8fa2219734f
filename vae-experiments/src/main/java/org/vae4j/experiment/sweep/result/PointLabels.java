package org.vae4j.experiment.sweep.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Places the labels of points in a chart so that they neither overlap each other nor cover a point. A label takes the
 * first free line below or above its point, the nearest first, and is moved sideways to stay inside the plot. Where no
 * line is free, it stays on the line below.
 */
final class PointLabels {

    /** The size of the plot area within a chart, in pixels. */
    private static final double PLOT_WIDTH = 600;

    private static final double PLOT_HEIGHT = 420;

    /** The mean width of a letter in the font of labels, in pixels. */
    private static final double LETTER_WIDTH = 6.2;

    private static final double LINE_HEIGHT = 15;

    /** The number of lines tried on either side of a point. */
    private static final int MAX_LINES = 6;

    /**
     * A label, or the point that it names.
     *
     * @param x the position on the horizontal axis
     * @param y the position on the vertical axis
     * @param text the name of the point
     */
    record Named(double x, double y, String text) {}

    /** The box of a label in pixels of the plot: its centre and its width. */
    private record Box(double x, double y, double width) {

        boolean overlaps(Box other) {
            return Math.abs(x - other.x) < (width + other.width) / 2 && Math.abs(y - other.y) < LINE_HEIGHT;
        }
    }

    private final double left;
    private final double bottom;
    private final double width;
    private final double height;
    private final List<Box> taken = new ArrayList<>();

    /** An empty plot whose axes run from {@code left} to {@code right} and from {@code bottom} to {@code top}. */
    PointLabels(double left, double right, double bottom, double top) {
        this.left = left;
        this.bottom = bottom;
        this.width = right - left;
        this.height = top - bottom;
    }

    /**
     * Places the label of a point. Later labels keep off it.
     *
     * @param point the point, in the units of the axes
     * @return the label at its centre, in the units of the axes
     */
    Named place(Named point) {
        double x = (point.x - left) / width * PLOT_WIDTH;
        double y = (point.y - bottom) / height * PLOT_HEIGHT;
        double textWidth = point.text.length() * LETTER_WIDTH;
        double centre = insidePlot(x, textWidth);
        Box chosen = new Box(centre, y - LINE_HEIGHT, textWidth);
        for (int line = 1; line <= MAX_LINES && isTaken(chosen); line++) {
            for (int side : new int[] {-1, 1}) {
                Box candidate = new Box(centre, y + side * line * LINE_HEIGHT, textWidth);
                if (isTaken(chosen) && !isTaken(candidate)) {
                    chosen = candidate;
                }
            }
        }
        taken.add(chosen);
        return new Named(left + chosen.x / PLOT_WIDTH * width, bottom + chosen.y / PLOT_HEIGHT * height, point.text);
    }

    /** Keeps labels off a point, in the units of the axes. */
    void keepFree(double x, double y) {
        taken.add(new Box((x - left) / width * PLOT_WIDTH, (y - bottom) / height * PLOT_HEIGHT, LETTER_WIDTH));
    }

    private boolean isTaken(Box box) {
        return taken.stream().anyMatch(box::overlaps);
    }

    /** The centre nearest to {@code x} at which a label of this width lies inside the plot. */
    private static double insidePlot(double x, double textWidth) {
        return Math.max(textWidth / 2, Math.min(PLOT_WIDTH - textWidth / 2, x));
    }
}
