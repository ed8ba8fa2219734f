package org.vae4j.data.synthetic;

import org.vae4j.data.ImageShape;

/**
 * Draws a line as a rectangle. Each pixel is lit by the area that the rectangle covers of it, which is exact up to the
 * rounding of doubles.
 *
 * <p>A point (x, y) of the image, y counted downwards, has the coordinates u = dx·cos a − dy·sin a along the line and v
 * = dy·cos a + dx·sin a across it, where (dx, dy) is its distance from the line's centre and a is the angle,
 * anticlockwise. The pixel's square, turned into these coordinates, is clipped to |u| ≤ length / 2 and |v| ≤ width / 2
 * one side after the other (Sutherland and Hodgman 1974). The area of the polygon that remains is the coverage: ½ |Σ
 * (u_i·v_j − u_j·v_i)| over its corners i, where j is the corner after i.
 *
 * <p>A renderer keeps working memory and must not be used by several threads at once.
 */
final class LineRenderer {

    /** Half a pixel's diagonal, √½, rounded up: no point of a pixel is farther from its centre. */
    private static final double REACH = 0.7072;

    /** The square has four corners, and each of four clips adds two at most. */
    private static final int MOST_CORNERS = 12;

    private final ImageShape shape;
    private final double[] colour = new double[3];
    private double[] us = new double[MOST_CORNERS];
    private double[] vs = new double[MOST_CORNERS];
    private double[] clippedUs = new double[MOST_CORNERS];
    private double[] clippedVs = new double[MOST_CORNERS];
    private int corners;

    LineRenderer(ImageShape shape) {
        this.shape = shape;
    }

    /**
     * A rectangle in an image whose y is counted downwards.
     *
     * @param sin of the angle, negated since angles are counted upwards
     */
    private record Rectangle(
            double centreX, double centreY, double cos, double sin, double halfLength, double halfWidth) {

        /** The farthest column from the centre that the rectangle touches, as a distance. */
        double reachX() {
            return Math.abs(cos) * halfLength + Math.abs(sin) * halfWidth;
        }

        /** The farthest row from the centre that the rectangle touches, as a distance. */
        double reachY() {
            return Math.abs(sin) * halfLength + Math.abs(cos) * halfWidth;
        }
    }

    /**
     * Draws one image.
     *
     * @param factors length, angle, width, colour, x, y as {@link LineFactors} describes them
     * @param target takes the image; its bytes must be zeros before
     * @param at index in {@code target} of the image's first byte
     */
    void draw(double[] factors, byte[] target, int at) {
        double side = Math.min(shape.height(), shape.width());
        Rectangle line = new Rectangle(
                factors[4] * shape.width(),
                factors[5] * shape.height(),
                StrictMath.cos(factors[1]),
                -StrictMath.sin(factors[1]),
                factors[0] * side / 2,
                factors[2] * side / 2);
        setColour(factors[3]);
        int firstRow = (int) Math.max(0, StrictMath.floor(line.centreY - line.reachY()));
        int lastRow = (int) Math.min(shape.height() - 1, StrictMath.floor(line.centreY + line.reachY()));
        int firstColumn = (int) Math.max(0, StrictMath.floor(line.centreX - line.reachX()));
        int lastColumn = (int) Math.min(shape.width() - 1, StrictMath.floor(line.centreX + line.reachX()));
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                write(target, at + row * shape.width() + column, coverage(line, row, column));
            }
        }
    }

    /** The area that a rectangle covers of a pixel, from 0 to 1 up to rounding. */
    private double coverage(Rectangle line, int row, int column) {
        double dx = column + 0.5 - line.centreX;
        double dy = row + 0.5 - line.centreY;
        double u = dx * line.cos + dy * line.sin;
        double v = dy * line.cos - dx * line.sin;
        if (Math.abs(u) <= line.halfLength - REACH && Math.abs(v) <= line.halfWidth - REACH) {
            return 1;
        }
        if (Math.abs(u) < line.halfLength + REACH && Math.abs(v) < line.halfWidth + REACH) {
            setCorners(u, v, line.cos, line.sin);
            clip(1, 0, line.halfLength);
            clip(-1, 0, line.halfLength);
            clip(0, 1, line.halfWidth);
            clip(0, -1, line.halfWidth);
            return area();
        }
        return 0;
    }

    private void write(byte[] target, int index, double covered) {
        int plane = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            target[index + c * plane] = (byte) (int) (255 * colour[c] * Math.min(covered, 1) + 0.5);
        }
    }

    /** Sets the brightness of a grey image, or the fully saturated colour of this hue in a coloured one. */
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

    /** Makes the polygon the square of the pixel with centre (u, v), its corners in order. */
    private void setCorners(double u, double v, double cos, double sin) {
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

    private double area() {
        double twice = 0;
        for (int i = 0; i < corners; i++) {
            int next = i + 1 == corners ? 0 : i + 1;
            twice += us[i] * vs[next] - us[next] * vs[i];
        }
        return Math.abs(twice) / 2;
    }

    /** Keeps the part of the polygon where a·u + b·v ≤ limit. */
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
