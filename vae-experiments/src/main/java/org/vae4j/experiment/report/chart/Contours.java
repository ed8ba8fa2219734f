package org.vae4j.experiment.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The level lines of a function on a grid, by marching squares. Where the level lies between the values a and b of two
 * neighbouring grid points, the line crosses the edge between them at the share (a − level) / (a − b) of its length;
 * crossings of one cell are joined by straight pieces.
 *
 * @param x the x of the points
 * @param y the y of the points, NaN between separate pieces of the line
 */
public record Contours(List<Double> x, List<Double> y) {

    /**
     * Copies the lists.
     *
     * @param x the x of the points
     * @param y the y of the points, NaN between separate pieces of the line
     */
    public Contours {
        x = List.copyOf(x);
        y = List.copyOf(y);
    }

    /**
     * Computes the lines of one level.
     *
     * @param axisX the coordinates along the first index, ascending
     * @param axisY the coordinates along the second index, ascending
     * @param values {@code values[i][j]} at (axisX[i], axisY[j])
     * @param level the value on the lines
     * @return the pieces of the lines, one or two per cell that the level crosses
     */
    public static Contours of(double[] axisX, double[] axisY, double[][] values, double level) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i + 1 < axisX.length; i++) {
            for (int j = 0; j + 1 < axisY.length; j++) {
                int[][] corners = {{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}};
                int crossings = 0;
                for (int side = 0; side < 4; side++) {
                    int[] from = corners[side];
                    int[] to = corners[(side + 1) % 4];
                    double a = values[from[0]][from[1]] - level;
                    double b = values[to[0]][to[1]] - level;
                    if (a < 0 != b < 0) {
                        double t = a / (a - b);
                        x.add(axisX[from[0]] + t * (axisX[to[0]] - axisX[from[0]]));
                        y.add(axisY[from[1]] + t * (axisY[to[1]] - axisY[from[1]]));
                        // Two crossings make a piece; four, at a saddle, make two.
                        if (++crossings % 2 == 0) {
                            x.add(x.get(x.size() - 1));
                            y.add(Double.NaN);
                        }
                    }
                }
            }
        }
        return new Contours(x, y);
    }
}
