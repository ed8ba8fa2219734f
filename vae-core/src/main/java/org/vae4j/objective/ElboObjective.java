package org.vae4j.objective;

import java.util.Arrays;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The negative ELBO with a weight on its KL term: -log p(x|z) + β KL(q(z|x) ‖ N(0, I)) (Kingma and Welling 2014, eq. 10;
 * Higgins et al. 2017, eq. 4). With β = 1 it bounds -log p(x) from above in the mean over z. With several draws of z it is
 * the mean over them.
 *
 * @param beta β in [0, ∞) as a function of iteration or epoch; empty means 1
 */
public record ElboObjective(@JsonProperty("beta") ISchedule beta) implements Objective {

    /**
     * The plain negative ELBO, β = 1.
     *
     * @return the objective
     */
    public static ElboObjective standard() {
        return new ElboObjective(null);
    }

    /**
     * β at a moment of the training.
     *
     * @param iteration updates done so far
     * @param epoch epochs done so far
     * @return the weight of the KL term
     */
    public double betaAt(int iteration, int epoch) {
        return beta == null ? 1 : beta.valueAt(iteration, epoch);
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public void evaluate(LatentBatch batch, int iteration, int epoch) {
        double weight = betaAt(iteration, epoch);
        double share = 1.0 / batch.draws();
        Arrays.fill(batch.rowWeights, share);
        Arrays.fill(batch.zGradient, 0);
        PosteriorKl kl = PosteriorKl.of(batch);
        int rows = batch.rows();
        int examples = batch.examples();
        for (int j = 0; j < batch.latent(); j++) {
            for (int e = 0; e < examples; e++) {
                int i = j * rows + e;
                batch.meanGradient[i] = share * weight * batch.mean[i];
                batch.logVarGradient[i] = share * weight * 0.5 * (kl.variance(j, e) - 1);
            }
        }
        batch.repeatFirstDraw(batch.meanGradient);
        batch.repeatFirstDraw(batch.logVarGradient);
        for (int r = 0; r < rows; r++) {
            batch.objective[r] = batch.negLogLikelihood[r] + weight * batch.kl[r];
        }
    }
}
