package org.vae4j.objective.adversarial;

import org.vae4j.math.StableMath;

/**
 * The loss of a discriminator of data (Larsen et al. 2016), in nats. With the logit ℓ(x) and P(real|x) = σ(ℓ(x)) it is
 * the sum of three means: log(1 + e^-ℓ) over the examples, and log(1 + e^ℓ) over the reconstructions and over the
 * samples. Its minimum over all functions is at ℓ = log p(x) / (q(x) + r(x)), where p, q and r are the densities of
 * examples, reconstructions and samples.
 *
 * @param realNats -log P(real), mean over the examples
 * @param reconstructedNats -log P(made), mean over the reconstructions
 * @param sampledNats -log P(made), mean over the samples
 * @param accuracy the mean of two shares of correct decisions: among the examples, and among reconstructions and
 *     samples together; a logit of 0 is half correct
 */
public record DataDiscrimination(double realNats, double reconstructedNats, double sampledNats, double accuracy) {

    /**
     * The number of inputs of each kind, in the order of their logits.
     *
     * @param examples number of examples of the data, ≥ 1
     * @param reconstructions number of reconstructions, ≥ 1
     * @param samples number of samples of the decoder, ≥ 1
     */
    public record Counts(int examples, int reconstructions, int samples) {

        public Counts {
            if (examples < 1 || reconstructions < 1 || samples < 1) {
                throw new IllegalArgumentException("found " + examples + " examples, " + reconstructions
                        + " reconstructions and " + samples + " samples, expected at least one of each");
            }
        }

        private int total() {
            return examples + reconstructions + samples;
        }
    }

    /** {@return the loss, the sum of its three parts} */
    public double nats() {
        return realNats + reconstructedNats + sampledNats;
    }

    /**
     * Computes the loss and its gradient.
     *
     * @param logits ℓ of the examples, then of the reconstructions, then of the samples
     * @param counts the number of inputs of each kind
     * @param gradient overwritten with {@code examples} times the derivative of the loss with respect to each logit;
     *     the factor makes it a sum over the examples, as all gradients of objectives are
     * @return the loss
     * @throws IllegalArgumentException when the counts do not add up to the number of logits
     */
    public static DataDiscrimination of(double[] logits, Counts counts, double[] gradient) {
        if (logits.length != counts.total()) {
            throw new IllegalArgumentException(
                    "found " + logits.length + " logits, expected " + counts.total() + " of " + counts);
        }
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
