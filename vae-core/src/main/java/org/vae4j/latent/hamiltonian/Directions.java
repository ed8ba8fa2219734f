package org.vae4j.latent.hamiltonian;

/**
 * Displacements of the rows of a latent for central differences. Each row moves by the same distance h along its own
 * direction d, whatever the length of d, so that truncation and rounding are the same for all rows: the derivative
 * along d is ‖d‖ / (2h) · (f(z + h d/‖d‖) - f(z - h d/‖d‖)).
 */
public final class Directions {

    private final double[] displacement;
    private final double[] scales;

    private Directions(double[] displacement, double[] scales) {
        this.displacement = displacement;
        this.scales = scales;
    }

    /**
     * Creates the displacements h d / ‖d‖.
     *
     * @param direction {@code rows · latent} values, column by column; a row of zeros is not displaced
     * @param rows number of rows
     * @param distance h, by which each row is displaced, &gt; 0
     * @return the displacements
     */
    public static Directions of(double[] direction, int rows, double distance) {
        double[] squares = new double[rows];
        for (int i = 0; i < direction.length; i++) {
            squares[i % rows] += direction[i] * direction[i];
        }
        double[] scales = new double[rows];
        double[] displacement = new double[direction.length];
        for (int i = 0; i < direction.length; i++) {
            double length = Math.sqrt(squares[i % rows]);
            scales[i % rows] = length / (2 * distance);
            displacement[i] = length > 0 ? direction[i] * distance / length : 0;
        }
        return new Directions(displacement, scales);
    }

    /**
     * Displaces the rows.
     *
     * @param z {@code rows · latent} values
     * @param sign 1 or -1
     * @return z + sign · h d / ‖d‖, a new array
     */
    public double[] displaced(double[] z, int sign) {
        double[] result = z.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += sign * displacement[i];
        }
        return result;
    }

    /**
     * The factor that turns the difference of a function's two values into its derivative along d.
     *
     * @param value the index of a value of the latent, or of a row
     * @return ‖d‖ / (2h) of its row
     */
    public double scale(int value) {
        return scales[value % scales.length];
    }
}
