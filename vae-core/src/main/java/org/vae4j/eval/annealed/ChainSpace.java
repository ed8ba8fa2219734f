package org.vae4j.eval.annealed;

/**
 * The coordinates u in which chains move: the density start(u), which can be drawn from, and ratio(u) = log p(x, z) -
 * log start(u). The distributions of the chains are f_β(u) ∝ start(u) e^(β ratio(u)).
 */
interface ChainSpace {

    /** {@return the number of coordinates of u} */
    int dimensions();

    /**
     * Draws u from the start.
     *
     * @param seed seed of the draws
     * @param u overwritten, column by column
     */
    void drawStart(long seed, double[] u);

    /**
     * Computes the ratio, the start's density and their gradients at u.
     *
     * @param place its u is read, all else is overwritten
     */
    void evaluate(ChainPlace place);

    /**
     * Computes -log start(u) + ½ |p|² of each row, up to a constant.
     *
     * @param place after {@link #evaluate}
     * @param momentum p, one value for each coordinate of u
     * @return one value per row
     */
    default double[] startEnergy(ChainPlace place, double[] momentum) {
        int rows = place.ratio.length;
        double[] energy = new double[rows];
        for (int i = 0; i < momentum.length; i++) {
            energy[i % rows] += 0.5 * momentum[i] * momentum[i];
        }
        for (int r = 0; r < rows; r++) {
            energy[r] -= place.start[r];
        }
        return energy;
    }
}
