package org.vae4j.experiment.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A line cut into dashes that are equally long along x. It stands for a dashed stroke, which XChart begins anew at each
 * point of a line, so that a line of many points would look solid.
 *
 * @param x the x of the points
 * @param y the y of the points, NaN between the dashes
 */
record Dashes(double[] x, double[] y) {

    private static final Pattern DASHED = new Pattern(40, 0.6);

    /**
     * The pattern of a line.
     *
     * @param count the number of dashes
     * @param shown the length of a dash, as a share of a dash and the gap behind it
     */
    record Pattern(int count, double shown) {}

    /** Cuts a line of two or more points, whose x ascends, into 40 dashes. */
    static Dashes of(double[] x, double[] y) {
        return of(x, y, DASHED);
    }

    /**
     * Cuts a line of two or more points, whose x ascends. Dash k of n covers x from x_0 + k s to x_0 + (k + shown) s,
     * where s is the length of the line along x, divided by n. The ends of dashes are interpolated linearly.
     */
    static Dashes of(double[] x, double[] y, Pattern pattern) {
        List<double[]> points = new ArrayList<>();
        double step = (x[x.length - 1] - x[0]) / pattern.count();
        for (int dash = 0; dash < pattern.count(); dash++) {
            double from = x[0] + dash * step;
            double to = from + pattern.shown() * step;
            points.add(new double[] {from, at(x, y, from)});
            for (int i = 0; i < x.length; i++) {
                if (x[i] > from && x[i] < to) {
                    points.add(new double[] {x[i], y[i]});
                }
            }
            points.add(new double[] {to, at(x, y, to)});
            points.add(new double[] {to, Double.NaN});
        }
        // The last point is kept, since readers look for the final value.
        points.add(new double[] {x[x.length - 1], y[y.length - 1]});
        return new Dashes(
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }

    /** The height of the line at a place, by linear interpolation. */
    private static double at(double[] x, double[] y, double place) {
        int i = 0;
        while (i < x.length - 2 && x[i + 1] < place) {
            i++;
        }
        double t = (place - x[i]) / (x[i + 1] - x[i]);
        return y[i] + t * (y[i + 1] - y[i]);
    }
}
