package org.vae4j.objective.level;

import java.util.List;
import java.util.function.Function;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;

/**
 * Free bits of groups of divergences: with KL_g, the mean over the batch of the divergences of group g, the bound's β
 * Σ_g KL_g becomes β Σ_g max(λ, KL_g). A group below λ has no gradient and is not pushed to the prior.
 */
public final class FreeNats {

    private FreeNats() {}

    /**
     * Adds β Σ_g max(0, λ − KL_g) to the objective, and −β to the weights of the divergences of groups below λ.
     *
     * @param batch the batch, whose weight of the KL is β
     * @param nats λ, nats per group, ≥ 0; 0 changes nothing
     * @param groups returns the numbers of successive divergences in the groups of a latent
     * @return the added value, nats
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

    /** Removes the bound's weight from the groups of a latent below λ; returns Σ_g max(0, λ − KL_g). */
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
                removeWeight(latent, beta, first, size);
            }
            first += size;
        }
        return missing;
    }

    private static void removeWeight(LatentRows latent, double beta, int first, int size) {
        double[] weights = latent.kl().gradient();
        int examples = latent.examples();
        for (int i = first * examples; i < (first + size) * examples; i++) {
            weights[i] -= beta;
        }
    }
}
