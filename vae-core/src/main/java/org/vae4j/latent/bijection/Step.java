package org.vae4j.latent.bijection;

/** One step of a {@link StepChain}: an invertible function that overwrites its argument. */
public interface Step {

    /**
     * The number of parameters of each row.
     *
     * @param latent latent dimensions, ≥ 1
     * @return number of columns, ≥ 0
     */
    int parameterCount(int latent);

    /**
     * Replaces z by its image.
     *
     * @param parameters of this step
     * @param z {@code rows · latent} values, column by column: overwritten
     * @param logDeterminant one value per row, nats: added to
     * @return the backward pass, which keeps the values of z before the step
     */
    Taken take(StepParameters parameters, double[] z, double[] logDeterminant);

    /** The backward pass of a step that was taken. */
    @FunctionalInterface
    interface Taken {

        /**
         * Replaces the gradient with respect to the image by that with respect to z, and adds to the parameters'
         * gradient.
         *
         * @param gradient with respect to the image, column by column: overwritten
         * @param toLogDeterminant the gradient with respect to the log-determinant, one value per row
         */
        void backward(double[] gradient, double[] toLogDeterminant);
    }
}
