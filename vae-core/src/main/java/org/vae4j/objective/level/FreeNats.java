package org.vae4j.objective.level;

import java.util.List;
import java.util.function.Function;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;

/** Free bits of groups of divergences: a group's mean over the batch counts for λ at least. */
public final class FreeNats {

    private FreeNats() {}

    /**
     * Adds β Σ_g max(0, λ − KL_g) to the objective, so that a group below λ is not pushed to the prior.
     *
     * @param batch the batch, whose weight of the KL is β
     * @param nats λ, nats per group, ≥ 0; 0 changes nothing
     * @param groups how many successive divergences each group of a latent has
     * @return what is added, nats
     */
    public static double add(LatentBatch batch, double nats, Function<LatentRows, List<Integer>> groups) {
        double missing = 0;
        // A divergence of 0 may come out as -1e-17, which is not below a λ of 0.
        if (nats > 0) {
            for (LatentRows latent : batch.latents()) {
                missing += missing(latent, groups.apply(latent), nats, batch.klWeight());
            }
        }
        double value = batch.klWeight() * missing;
        if (value != 0) {
            batch.addToEach(value);
        }
        return value;
    }

    /** Takes the bound's weight off the groups below λ; returns how many nats these lack together. */
    private static double missing(LatentRows latent, List<Integer> groups, double nats, double beta) {
        double[] means = latent.klPerDimension();
        double missing = 0;
        int first = 0;
        for (int size : groups) {
            double found = 0;
            for (int j = first; j < first + size; j++) {
                found += means[j];
            }
            if (found < nats) {
                missing += nats - found;
                takeOff(latent, beta, first, size);
            }
            first += size;
        }
        return missing;
    }

    private static void takeOff(LatentRows latent, double beta, int first, int size) {
        double[] weights = latent.kl().gradient();
        int examples = latent.examples();
        for (int i = first * examples; i < (first + size) * examples; i++) {
            weights[i] -= beta;
        }
    }
}
