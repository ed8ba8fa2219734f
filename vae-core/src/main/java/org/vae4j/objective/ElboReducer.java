package org.vae4j.objective;

import java.util.Arrays;
import org.vae4j.latent.LatentRows;

/**
 * The negative ELBO with a weight on its KL term, the mean over the draws of -log p(x|z) + β KL(q(z|x) ‖ p(z)) (Kingma
 * and Welling 2014, eq. 10; Higgins et al. 2017, eq. 4). The divergence is in closed form where there is one, and else
 * log q(z|x) - log p(z) of each draw. With β = 1 its mean over z is an upper bound on -log p(x).
 */
public record ElboReducer() implements Reducer {

    @Override
    public String name() {
        return "elbo";
    }

    @Override
    public LatentBatch.Divergence divergence() {
        return LatentBatch.Divergence.CLOSED_WHERE_KNOWN;
    }

    @Override
    public boolean weighsRows() {
        return false;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        double share = 1.0 / batch.draws();
        Arrays.fill(batch.rowWeights(), share);
        Arrays.fill(batch.pathWeights(), 1);
        Arrays.fill(batch.ratioPath(), -share * beta);
        Arrays.fill(batch.ratioDirect(), -share * beta);
        for (LatentRows latent : batch.latents()) {
            Arrays.fill(latent.kl().gradient(), beta);
        }
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] = batch.negLogLikelihood()[r] + beta * batch.kl()[r];
        }
    }
}
