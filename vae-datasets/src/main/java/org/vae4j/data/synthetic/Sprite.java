package org.vae4j.data.synthetic;

/**
 * One figure: a square, an ellipse or a heart. At scale 1 it lies within a circle whose radius is a fifth of the
 * image's side; the circle's centre stays at least that far from the edges, so that the figure is never cut off.
 *
 * <p>Let u (right) and v (up) be the coordinates of a point relative to the centre, turned back by the orientation and
 * divided by radius × scale. The point is inside where (u, v) is in
 *
 * <ul>
 *   <li>the square max(|u|, |v|) ≤ 1/√2,
 *   <li>the ellipse u² + 4v² ≤ 1,
 *   <li>the heart (a² + b² − 1)³ ≤ a²b³ with a = 1.25u and b = 1.25v + 0.1.
 * </ul>
 */
final class Sprite {

    /** The number of shapes: 0 square, 1 ellipse, 2 heart. */
    static final int SHAPES = 3;

    private static final int SQUARE = 0;
    private static final int ELLIPSE = 1;
    private static final int FACTORS = 5;

    private static final double RADIUS = 0.2;
    private static final double HALF_SQUARE = StrictMath.sqrt(0.5);
    private static final double HEART_SIZE = 1.25;
    private static final double HEART_RISE = 0.1;
    private static final byte WHITE = (byte) 255;

    private final int shape;
    private final double scale;
    private final double cos;
    private final double sin;
    private final double x;
    private final double y;

    /**
     * Makes a figure.
     *
     * @param factors shape, scale, orientation in radians anticlockwise, and the place along x and y from 0 to 1
     */
    Sprite(double... factors) {
        if (factors.length != FACTORS) {
            throw new IllegalArgumentException("found " + factors.length + " factors of a sprite, expected " + FACTORS
                    + ": shape, scale, orientation, x and y");
        }
        this.shape = (int) factors[0];
        this.scale = factors[1];
        this.cos = StrictMath.cos(factors[2]);
        this.sin = StrictMath.sin(factors[2]);
        this.x = factors[3];
        this.y = factors[4];
    }

    /** Makes those pixels white whose centres the figure covers; the others stay as they are. */
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
                double u = right * cos + up * sin;
                double v = up * cos - right * sin;
                if (covers(u, v)) {
                    pixels[at + row * side + column] = WHITE;
                }
            }
        }
    }

    private boolean covers(double u, double v) {
        return switch (shape) {
            case SQUARE -> Math.max(Math.abs(u), Math.abs(v)) <= HALF_SQUARE;
            case ELLIPSE -> u * u + 4 * v * v <= 1;
            default -> {
                double a = HEART_SIZE * u;
                double b = HEART_SIZE * v + HEART_RISE;
                double c = a * a + b * b - 1;
                yield c * c * c <= a * a * b * b * b;
            }
        };
    }
}
