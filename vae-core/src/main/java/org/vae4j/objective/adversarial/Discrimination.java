package org.vae4j.objective.adversarial;

import org.vae4j.math.StableMath;

/**
 * What a discriminator minimises: the cross-entropy of telling latents from draws of a reference, both equally
 * probable, -½ E_q[log σ(ℓ(z))] - ½ E_r[log σ(-ℓ(z))] in nats (Goodfellow et al. 2014). Its minimum over all functions
 * is at ℓ = log q/r; log 2 is the value of a discriminator that can't tell.
 *
 * @param nats the cross-entropy
 * @param accuracy the share that is told rightly, of latents and references alike; an ℓ of 0 is half right
 * @param logRatioNats the mean of ℓ over the latents, an estimate of KL(q ‖ r)
 */
public record Discrimination(double nats, double accuracy, double logRatioNats) {

    /**
     * Value and gradient.
     *
     * @param logits ℓ of the latents and, behind these, of the references
     * @param latents how many of them are of latents, ≥ 1; at least one is of a reference
     * @param gradient overwritten with {@code latents} times the derivative of the value by each logit, so that it is a
     *     sum over the latents as all gradients are
     * @return the value
     */
    public static Discrimination of(double[] logits, int latents, double[] gradient) {
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
