package org.vae4j.experiment.study.sigma;

/**
 * The result of a choice of σ on test images.
 *
 * @param choice the name of the choice
 * @param sigma the mean over images and pixels of the standard deviation of the likelihood, in units of white = 1
 * @param negReconstructionNats E_q[-log p(x|z)], nats per image; a density, so it may be negative
 * @param klNats KL(q(z|x) || N(0, I)), nats per image
 * @param rootMeanSquareError the root of the mean over pixels of (x - the decoder's mean at one draw of z)²
 * @param activeLatents the number of latents with a mean KL above 0.01 nats
 */
public record SigmaResult(
        String choice,
        double sigma,
        double negReconstructionNats,
        double klNats,
        double rootMeanSquareError,
        int activeLatents) {

    /**
     * The negative ELBO, which training minimises.
     *
     * @return nats per image
     */
    public double negElboNats() {
        return negReconstructionNats + klNats;
    }
}
