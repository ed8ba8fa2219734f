package org.vae4j.latent;

/**
 * The space that latents lie in, with the measure that their densities refer to. The posterior and the prior of a
 * latent have the same space: only then is log p(z) - log q(z|x) a ratio of densities.
 */
public interface Space {

    /** All of ℝⁿ with Lebesgue's measure. */
    Space EUCLIDEAN = new Euclidean();

    /** {@return a noun phrase for messages, such as "the unit sphere"} */
    String description();

    /**
     * The coordinates of a point, in which pictures interpolate: any numbers near them stand for a point again.
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

    /** {@return the name of one of the {@link #coordinates}, for captions} */
    default String coordinateName() {
        return "coordinate";
    }

    /** {@return the name of a straight line of the {@link #coordinates}, for captions} */
    default String lineName() {
        return "straight line";
    }

    /** {@return the name of the location of a posterior, for captions} */
    default String locationName() {
        return "posterior mean";
    }

    /** ℝⁿ, whose points are their own coordinates. */
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
