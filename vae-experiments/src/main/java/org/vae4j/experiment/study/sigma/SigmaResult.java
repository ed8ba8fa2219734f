package org.vae4j.experiment.study.sigma;

/**
 * What a choice of σ led to, on test images.
 *
 * @param choice its name
 * @param sigma the standard deviation of the likelihood, on average over images and pixels, in units of white = 1
 * @param negReconstructionNats E_q[-log p(x|z)], nats per image; a density, so it may be negative
 * @param klNats KL(q(z|x) || N(0, I)), nats per image
 * @param rootMeanSquareError of x against the decoder's mean at one draw of z, per pixel
 * @param activeLatents how many latents have a mean KL above 0.01 nats
 */
public record SigmaResult(
        String choice,
        double sigma,
        double negReconstructionNats,
        double klNats,
        double rootMeanSquareError,
        int activeLatents) {

    /**
     * What is minimised in training.
     *
     * @return the negative ELBO, nats per image
     */
    public double negElboNats() {
        return negReconstructionNats + klNats;
    }
}
