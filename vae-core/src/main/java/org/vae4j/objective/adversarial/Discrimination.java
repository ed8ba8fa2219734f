package org.vae4j.objective.adversarial;

import org.vae4j.math.StableMath;

/**
 * The loss of a discriminator of latents: the cross-entropy of the decision between latents and draws from a reference,
 * -½ E_q[log σ(ℓ(z))] - ½ E_r[log σ(-ℓ(z))] in nats (Goodfellow et al. 2014). Its minimum over all functions is at ℓ =
 * log q/r; ℓ = 0 has the value log 2.
 *
 * @param nats the cross-entropy
 * @param accuracy the mean of the shares of correct decisions on latents and on references; an ℓ of 0 is half correct
 * @param logRatioNats the mean of ℓ over the latents, an estimate of KL(q ‖ r)
 */
public record Discrimination(double nats, double accuracy, double logRatioNats) {

    /**
     * Computes the loss and its gradient.
     *
     * @param logits ℓ of the latents, then of the references
     * @param latents the number of latents; at least one, and at least one logit is of a reference
     * @param gradient overwritten with {@code latents} times the derivative of the loss with respect to each logit; the
     *     factor makes it a sum over the latents, as all gradients of objectives are
     * @return the loss
     * @throws IllegalArgumentException when there are no latents or no references
     */
    public static Discrimination of(double[] logits, int latents, double[] gradient) {
        if (latents < 1 || latents >= logits.length) {
            throw new IllegalArgumentException("found " + latents + " latents among " + logits.length
                    + " logits, expected at least one latent and one reference");
        }
        int references = logits.length - latents;
        double nats = 0;
        double[] right = new double[2];
        double ratio = 0;
        for (int r = 0; r < logits.length; r++) {
            double sign = r < latents ? 1 : -1;
            double share = 0.5 / (r < latents ? latents : references);
            nats += share * StableMath.softplus(-sign * logits[r]);
            right[r < latents ? 0 : 1] += (1 + Math.signum(sign * logits[r])) / 2;
            ratio += r < latents ? logits[r] / latents : 0;
            gradient[r] = -sign * latents * share * StableMath.sigmoid(-sign * logits[r]);
        }
        return new Discrimination(nats, (right[0] / latents + right[1] / references) / 2, ratio);
    }
}
