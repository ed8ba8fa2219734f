package org.vae4j.latent;

/**
 * Where the latents of a distribution lie, and thereby the measure that its density is with respect to. Posterior and
 * prior of a latent have densities on the same space: only then is log p(z) - log q(z|x) a ratio of densities.
 */
public interface Space {

    /** All of ℝⁿ with Lebesgue's measure. */
    Space EUCLIDEAN = new Euclidean();

    /** {@return what the space is, for messages, such as "the sphere"} */
    String description();

    /**
     * Coordinates of a point in which pictures move: any numbers near them stand for a point again.
     *
     * @param z a point of the space
     * @return as many numbers
     */
    double[] coordinates(double[] z);

    /**
     * The point that coordinates stand for, such as those on the line between the coordinates of two points.
     *
     * @param coordinates any numbers
     * @return a point of the space
     */
    double[] point(double[] coordinates);

    /** {@return what one of the {@link #coordinates} is, for captions} */
    default String coordinateName() {
        return "coordinate";
    }

    /** {@return what a straight line of the {@link #coordinates} is, for captions} */
    default String lineName() {
        return "straight line";
    }

    /** {@return what the location of a posterior is, for captions} */
    default String locationName() {
        return "posterior mean";
    }

    /** See {@link #EUCLIDEAN}. */
    record Euclidean() implements Space {

        @Override
        public String description() {
            return "all of R^n";
        }

        @Override
        public String coordinateName() {
            return "dimension";
        }

        @Override
        public double[] coordinates(double[] z) {
            return z.clone();
        }

        @Override
        public double[] point(double[] coordinates) {
            return coordinates.clone();
        }
    }
}
