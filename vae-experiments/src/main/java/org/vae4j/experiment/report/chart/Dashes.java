package org.vae4j.experiment.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A line cut into dashes. XChart draws each piece between two points as a line of its own and begins the pattern of a
 * stroke anew at each, so that a dashed line of many points looks solid.
 *
 * @param x of the points
 * @param y of the points, NaN between the dashes
 */
record Dashes(double[] x, double[] y) {

    private static final Pattern DASHED = new Pattern(40, 0.6);

    /**
     * How a line is cut.
     *
     * @param count of the dashes
     * @param shown of a dash and the gap behind it, the share that is drawn
     */
    record Pattern(int count, double shown) {}

    /** Cuts a line whose x ascends, of two or more points, into dashes that are equally long along x. */
    static Dashes of(double[] x, double[] y) {
        return of(x, y, DASHED);
    }

    /** Cuts it in another pattern. */
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
        // What ends a line is read off it.
        points.add(new double[] {x[x.length - 1], y[y.length - 1]});
        return new Dashes(
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }

    private static double at(double[] x, double[] y, double place) {
        int i = 0;
        while (i < x.length - 2 && x[i + 1] < place) {
            i++;
        }
        double t = (place - x[i]) / (x[i + 1] - x[i]);
        return y[i] + t * (y[i + 1] - y[i]);
    }
}
