package org.vae4j.eval.annealed;

/**
 * Where chains live: a start that can be drawn from, and how log p(x, z) stands to its density. The distributions
 * between are f_β(u) ∝ start(u) e^(β ratio(u)).
 */
interface ChainSpace {

    /** {@return how many numbers u has} */
    int dimensions();

    /**
     * Draws from the start.
     *
     * @param seed of the draws
     * @param u overwritten, column by column
     */
    void begin(long seed, double[] u);

    /**
     * Fills in what depends on u.
     *
     * @param place its u is read, all else is overwritten
     */
    void look(ChainPlace place);

    /**
     * -log start(u) + ½ |momentum|² of each row, up to a constant.
     *
     * @param place after {@link #look}
     * @param momentum one value for each of u
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
