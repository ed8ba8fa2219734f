package org.vae4j.data.synthetic;

/**
 * One figure. At scale 1 it fills a circle of a fifth of the image's side, whose centre keeps as far from the edges, so
 * that it is never cut off. A point is inside where its coordinates u (right) and v (up), turned back and in units of
 * that circle, are in
 *
 * <ul>
 *   <li>the square max(|u|, |v|) ≤ 1/√2,
 *   <li>the ellipse u² + 4v² ≤ 1,
 *   <li>the heart (a² + b² − 1)³ ≤ a²b³ with a = 1.25u and b = 1.25v + 0.1.
 * </ul>
 */
final class Sprite {

    private static final double RADIUS = 0.2;
    private static final double HALF_SQUARE = StrictMath.sqrt(0.5);
    private static final double HEART_SIZE = 1.25;
    private static final double HEART_RISE = 0.1;

    private final int shape;
    private final double scale;
    private final double cos;
    private final double sin;
    private final double x;
    private final double y;

    /** A figure by its factors: shape, scale, orientation, and the place along x and y, from 0 to 1. */
    Sprite(double... factors) {
        this.shape = (int) factors[0];
        this.scale = factors[1];
        this.cos = StrictMath.cos(factors[2]);
        this.sin = StrictMath.sin(factors[2]);
        this.x = factors[3];
        this.y = factors[4];
    }

    /** Makes the pixels white whose centres it covers. */
    void draw(int side, byte[] pixels, int at) {
        double radius = RADIUS * side;
        double centreX = radius + x * (side - 2 * radius);
        double centreY = radius + y * (side - 2 * radius);
        int top = (int) Math.max(0, centreY - radius);
        int left = (int) Math.max(0, centreX - radius);
        for (int row = top; row < side && row <= centreY + radius; row++) {
            for (int column = left; column < side && column <= centreX + radius; column++) {
                double right = (column + 0.5 - centreX) / (radius * scale);
                double up = (centreY - row - 0.5) / (radius * scale);
                if (covers(right * cos + up * sin, up * cos - right * sin)) {
                    pixels[at + row * side + column] = (byte) 255;
                }
            }
        }
    }

    private boolean covers(double u, double v) {
        return switch (shape) {
            case 0 -> Math.max(Math.abs(u), Math.abs(v)) <= HALF_SQUARE;
            case 1 -> u * u + 4 * v * v <= 1;
            default -> {
                double a = HEART_SIZE * u;
                double b = HEART_SIZE * v + HEART_RISE;
                double c = a * a + b * b - 1;
                yield c * c * c <= a * a * b * b * b;
            }
        };
    }
}
