package org.vae4j.objective.reducer;

import java.util.Arrays;
import org.vae4j.latent.LatentPart;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * The negative ELBO estimated by its draws, with the path derivative (Roeder, Wu and Duvenaud 2017, "sticking the
 * landing"): the gradient omits the derivative of log q(z|x) with respect to the posterior's parameters at fixed z. The
 * expectation of that derivative is 0, so the expected gradient is unchanged. Where q(z|x) is the exact posterior, the
 * encoder's gradient is 0 for every draw. With one draw it is that of {@link
 * org.vae4j.objective.DoublyReparameterisedReducer}.
 */
public record StickingTheLandingReducer() implements Reducer {

    @Override
    public String name() {
        return "stl";
    }

    @Override
    public boolean weighsRows() {
        return false;
    }

    @Override
    public boolean differentiatesValue() {
        return false;
    }

    @Override
    public void require(LatentPart part) {
        if (!part.posterior().hasDensity()) {
            throw new IllegalArgumentException(
                    "objective.name: found stl with a deterministic code, expected elbo: a code"
                            + " has no log q(z|x)");
        }
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        double share = 1.0 / batch.draws();
        Arrays.fill(batch.rowWeights(), share);
        Arrays.fill(batch.pathWeights(), 1);
        Arrays.fill(batch.ratioPath(), -share * beta);
        double[] logWeights = ImportanceWeights.logarithms(batch, beta);
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] = -logWeights[r];
        }
    }
}
