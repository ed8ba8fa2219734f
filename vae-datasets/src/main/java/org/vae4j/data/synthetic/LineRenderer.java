package org.vae4j.data.synthetic;

import org.vae4j.data.ImageShape;

/**
 * Draws a line as a rectangle whose every pixel is lit by the exact area that the rectangle covers of it.
 *
 * <p>The pixel's square is turned into the line's own axes, u along it and v across it, and clipped to |u| ≤ length /
 * 2, |v| ≤ width / 2; the area of what is left is the coverage.
 */
final class LineRenderer {

    /** No point of a pixel is farther from its centre than half a diagonal. */
    private static final double REACH = 0.7072;

    private final ImageShape shape;
    private final double[] colour = new double[3];
    private double[] us = new double[12];
    private double[] vs = new double[12];
    private double[] clippedUs = new double[12];
    private double[] clippedVs = new double[12];
    private int corners;

    LineRenderer(ImageShape shape) {
        this.shape = shape;
    }

    /**
     * Draws one image.
     *
     * @param factors length, angle, width, colour, x, y as {@link LineFactors} describes them
     * @param target zeros where the image goes
     * @param at index of its first byte
     */
    void draw(double[] factors, byte[] target, int at) {
        double side = Math.min(shape.height(), shape.width());
        double halfLength = factors[0] * side / 2;
        double halfWidth = factors[2] * side / 2;
        double cos = StrictMath.cos(factors[1]);
        // Rows count downwards, angles upwards.
        double sin = -StrictMath.sin(factors[1]);
        double centreX = factors[4] * shape.width();
        double centreY = factors[5] * shape.height();
        setColour(factors[3]);
        double reachX = Math.abs(cos) * halfLength + Math.abs(sin) * halfWidth;
        double reachY = Math.abs(sin) * halfLength + Math.abs(cos) * halfWidth;
        int firstRow = (int) Math.max(0, StrictMath.floor(centreY - reachY));
        int lastRow = (int) Math.min(shape.height() - 1, StrictMath.floor(centreY + reachY));
        int firstColumn = (int) Math.max(0, StrictMath.floor(centreX - reachX));
        int lastColumn = (int) Math.min(shape.width() - 1, StrictMath.floor(centreX + reachX));
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                double dx = column + 0.5 - centreX;
                double dy = row + 0.5 - centreY;
                double u = dx * cos + dy * sin;
                double v = dy * cos - dx * sin;
                double covered = inside(Math.abs(u), Math.abs(v), halfLength, halfWidth) ? 1 : 0;
                if (covered == 0 && Math.abs(u) < halfLength + REACH && Math.abs(v) < halfWidth + REACH) {
                    square(u, v, cos, sin);
                    covered = clippedArea(halfLength, halfWidth);
                }
                put(target, at + row * shape.width() + column, covered);
            }
        }
    }

    /** Whether the whole pixel lies within the rectangle. */
    private static boolean inside(double u, double v, double halfLength, double halfWidth) {
        return u <= halfLength - REACH && v <= halfWidth - REACH;
    }

    private void put(byte[] target, int index, double covered) {
        int plane = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            target[index + c * plane] = (byte) (int) (255 * colour[c] * Math.min(covered, 1) + 0.5);
        }
    }

    /** Grey: brightness. RGB: the fully saturated colour of this hue. */
    private void setColour(double value) {
        if (shape.channels() == 1) {
            colour[0] = value;
            return;
        }
        double sixth = value * 6;
        colour[0] = clamp(Math.abs(sixth - 3) - 1);
        colour[1] = clamp(2 - Math.abs(sixth - 2));
        colour[2] = clamp(2 - Math.abs(sixth - 4));
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }

    /** The corners of the pixel with centre (u, v), in order round it. */
    private void square(double u, double v, double cos, double sin) {
        double a = 0.5 * (cos + sin);
        double b = 0.5 * (cos - sin);
        us[0] = u + a;
        vs[0] = v + b;
        us[1] = u - b;
        vs[1] = v + a;
        us[2] = u - a;
        vs[2] = v - b;
        us[3] = u + b;
        vs[3] = v - a;
        corners = 4;
    }

    private double clippedArea(double halfLength, double halfWidth) {
        clip(1, 0, halfLength);
        clip(-1, 0, halfLength);
        clip(0, 1, halfWidth);
        clip(0, -1, halfWidth);
        double twice = 0;
        for (int i = 0; i < corners; i++) {
            int next = i + 1 == corners ? 0 : i + 1;
            twice += us[i] * vs[next] - us[next] * vs[i];
        }
        return Math.abs(twice) / 2;
    }

    /** Keeps the part of the polygon where a·u + b·v ≤ limit (Sutherland and Hodgman 1974). */
    private void clip(int a, int b, double limit) {
        int kept = 0;
        for (int i = 0; i < corners; i++) {
            int next = i + 1 == corners ? 0 : i + 1;
            double here = limit - (a * us[i] + b * vs[i]);
            double there = limit - (a * us[next] + b * vs[next]);
            if (here >= 0) {
                clippedUs[kept] = us[i];
                clippedVs[kept++] = vs[i];
            }
            if (here > 0 && there < 0 || here < 0 && there > 0) {
                double t = here / (here - there);
                clippedUs[kept] = us[i] + t * (us[next] - us[i]);
                clippedVs[kept++] = vs[i] + t * (vs[next] - vs[i]);
            }
        }
        double[] swapUs = us;
        double[] swapVs = vs;
        us = clippedUs;
        vs = clippedVs;
        clippedUs = swapUs;
        clippedVs = swapVs;
        corners = kept;
    }
}
