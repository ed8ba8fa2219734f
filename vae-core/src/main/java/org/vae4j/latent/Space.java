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
     * Moves a point of ℝⁿ to the nearest one of the space, such as a point on the line between two latents.
     *
     * @param z the point: overwritten
     */
    void project(double[] z);

    /** See {@link #EUCLIDEAN}. */
    record Euclidean() implements Space {

        @Override
        public String description() {
            return "all of R^n";
        }

        @Override
        public void project(double[] z) {
            // Every point is one of the space.
        }
    }
}
