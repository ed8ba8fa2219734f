package org.vae4j.objective.adversarial;

/**
 * The rule by which a decoder or its discriminator pauses in a step in which the two are far from an equilibrium, as in
 * the program of Larsen et al. 2016 (written from memory, not checked). With the discriminator's cross-entropies of
 * examples and of samples:
 *
 * <ul>
 *   <li>the discriminator pauses where one of the two is below nats - margin, because it is too strong;
 *   <li>the decoder pauses where one of the two is above nats + margin, because the discriminator is too weak;
 *   <li>both learn where both would pause.
 * </ul>
 *
 * <p>The decision follows from the values of the step alone, so no state has to be saved.
 *
 * @param nats cross-entropy of the equilibrium, > 0; log 2 is that of a discriminator without information
 * @param margin ≥ 0; with 0 neither ever pauses
 */
public record Equilibrium(double nats, double margin) {

    /** Checks the ranges. */
    public Equilibrium {
        if (!(nats > 0) || Double.isInfinite(nats) || !(margin >= 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException("found an equilibrium of " + nats + " with a margin of " + margin
                    + ", expected finite numbers, the first above 0 and the second at least 0");
        }
    }

    /** {@return whether decoder or discriminator may ever pause} */
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
