package org.vae4j.objective.adversarial;

/**
 * Who pauses in a step where a decoder and its discriminator are far from an equilibrium, as in the program of Larsen
 * et al. 2016 (recalled, not looked up). With the discriminator's cross-entropies of examples and of samples:
 *
 * <ul>
 *   <li>the discriminator pauses where one of the two is below nats - margin: it is too strong;
 *   <li>the decoder pauses where one of the two is above nats + margin: the discriminator is too weak;
 *   <li>where both would pause, both learn.
 * </ul>
 *
 * <p>Who pauses follows from the values of the step alone, so that nothing has to be saved.
 *
 * @param nats the equilibrium, > 0; log 2 is that of a discriminator that can't tell
 * @param margin ≥ 0; with 0 nobody ever pauses
 */
public record Equilibrium(double nats, double margin) {

    /** Checks the ranges. */
    public Equilibrium {
        if (!(nats > 0) || Double.isInfinite(nats) || !(margin >= 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException("found an equilibrium of " + nats + " with a margin of " + margin
                    + ", expected finite numbers, the first above 0 and the second at least 0");
        }
    }

    /** {@return whether somebody may pause} */
    public boolean gates() {
        return margin > 0;
    }

    /**
     * Whether the discriminator learns in a step.
     *
     * @param real its cross-entropy of the examples, nats
     * @param sampled its cross-entropy of the decoder's samples, nats
     * @return whether it does
     */
    public boolean discriminatorLearns(double real, double sampled) {
        return !gates() || !isStrong(real, sampled) || isWeak(real, sampled);
    }

    /**
     * Whether the decoder learns in a step.
     *
     * @param real the discriminator's cross-entropy of the examples, nats
     * @param sampled its cross-entropy of the decoder's samples, nats
     * @return whether it does
     */
    public boolean decoderLearns(double real, double sampled) {
        return !gates() || !isWeak(real, sampled) || isStrong(real, sampled);
    }

    private boolean isStrong(double real, double sampled) {
        return Math.min(real, sampled) < nats - margin;
    }

    private boolean isWeak(double real, double sampled) {
        return Math.max(real, sampled) > nats + margin;
    }
}
