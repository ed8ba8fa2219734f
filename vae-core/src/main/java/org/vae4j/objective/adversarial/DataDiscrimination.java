package org.vae4j.objective.adversarial;

import org.vae4j.math.StableMath;

/**
 * What a discriminator of data minimises (Larsen et al. 2016): -log P(real) of the examples, -log P(made) of their
 * reconstructions and -log P(made) of samples, in nats, the sum of the three means. With P(real|x) = σ(ℓ(x)) its
 * minimum over all functions is at ℓ = log p(x) / (q(x) + r(x)), of the laws of examples, reconstructions and samples.
 *
 * @param realNats -log P(real), mean over the examples
 * @param reconstructedNats -log P(made), mean over the reconstructions
 * @param sampledNats -log P(made), mean over the samples
 * @param accuracy the mean of the share of the examples that is told rightly and of that of all that is made
 */
public record DataDiscrimination(double realNats, double reconstructedNats, double sampledNats, double accuracy) {

    /**
     * How many examples of each kind there are, whose logits stand one behind the other.
     *
     * @param examples the examples of the data
     * @param reconstructions their reconstructions
     * @param samples the samples of the decoder
     */
    public record Counts(int examples, int reconstructions, int samples) {}

    /** {@return what is minimised} */
    public double nats() {
        return realNats + reconstructedNats + sampledNats;
    }

    /**
     * Value and gradient.
     *
     * @param logits ℓ of the examples, the reconstructions and the samples, one behind the other
     * @param counts how many there are of each, ≥ 1
     * @param gradient overwritten with {@code examples} times the derivative of the value by each logit, so that it is
     *     a sum over the examples as all gradients are
     * @return the value
     */
    public static DataDiscrimination of(double[] logits, Counts counts, double[] gradient) {
        int made = counts.examples + counts.reconstructions;
        double[] nats = new double[3];
        double[] right = new double[2];
        for (int r = 0; r < logits.length; r++) {
            boolean real = r < counts.examples;
            int kind = real ? 0 : r < made ? 1 : 2;
            double share = 1.0 / (kind == 0 ? counts.examples : kind == 1 ? counts.reconstructions : counts.samples);
            double sign = real ? 1 : -1;
            nats[kind] += share * StableMath.softplus(-sign * logits[r]);
            right[real ? 0 : 1] += (1 + Math.signum(sign * logits[r])) / 2;
            gradient[r] = -sign * counts.examples * share * StableMath.sigmoid(-sign * logits[r]);
        }
        double accuracy = (right[0] / counts.examples + right[1] / (logits.length - counts.examples)) / 2;
        return new DataDiscrimination(nats[0], nats[1], nats[2], accuracy);
    }
}
