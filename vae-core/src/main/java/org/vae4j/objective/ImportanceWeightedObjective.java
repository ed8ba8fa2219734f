package org.vae4j.objective;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The negative importance-weighted bound, -log 1/K Σₛ wₛ with the weights w = p(x|z) (p(z) / q(z|x))^β of the K draws of an
 * example (Burda, Grosse and Salakhutdinov 2016, eq. 8, where β = 1). With β = 1 it bounds -log p(x) from above in the mean
 * over z, the tighter the more draws; with one draw it is the negative ELBO with its KL term estimated by the draw.
 *
 * <p>Its gradient is Σₛ w̃ₛ ∇(-log wₛ) with w̃ = w / Σ w. The doubly reparameterised gradient (Tucker, Lawson, Gu and
 * Maddison 2019, eq. 8) is another estimate of the same expectation, with a signal that does not drown in noise as K
 * grows: the same for the decoder, but to the encoder it goes by way of z alone, with w̃² in place of w̃. Both weights are
 * those of β = 1; in general it is w̃ (1 - β + β w̃), by the same derivation. With one draw that is the path derivative
 * (Roeder, Wu and Duvenaud 2017).
 *
 * @param beta β in [0, ∞) as a function of iteration or epoch; empty means 1
 * @param doublyReparameterised which gradient; the value is the same
 */
public record ImportanceWeightedObjective(
        @JsonProperty("beta") ISchedule beta,
        @JsonProperty("doublyReparameterised") boolean doublyReparameterised) implements Objective {

    /**
     * The bound with its own gradient, β = 1.
     *
     * @return the objective
     */
    public static ImportanceWeightedObjective standard() {
        return new ImportanceWeightedObjective(null, false);
    }

    /**
     * The bound with the doubly reparameterised gradient, β = 1.
     *
     * @return the objective
     */
    public static ImportanceWeightedObjective dreg() {
        return new ImportanceWeightedObjective(null, true);
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public boolean weighsPaths() {
        return doublyReparameterised;
    }

    @Override
    public boolean weighsRows() {
        return true;
    }

    @Override
    public void evaluate(LatentBatch batch, int iteration, int epoch) {
        double power = beta == null ? 1 : beta.valueAt(iteration, epoch);
        PosteriorKl posterior = PosteriorKl.of(batch);
        weigh(batch, logWeights(batch, posterior, power));
        for (int r = 0; r < batch.rows(); r++) {
            batch.pathWeights[r] = doublyReparameterised ? 1 - power + power * batch.rowWeights[r] : 1;
        }
        differentiate(batch, posterior, power);
    }

    /** log p(x|z) + β (log p(z) - log q(z|x)) of each row, where the latter two differ by ½ Σ (z - μ)²/σ² + log σ² - z². */
    private static double[] logWeights(LatentBatch batch, PosteriorKl posterior, double power) {
        int rows = batch.rows();
        int examples = batch.examples();
        double[] doubled = new double[rows];
        for (int j = 0; j < batch.latent(); j++) {
            for (int e = 0; e < examples; e++) {
                double mean = batch.mean[j * rows + e];
                double logVar = batch.logVar[j * rows + e];
                double precision = 1 / posterior.variance(j, e);
                for (int r = e; r < rows; r += examples) {
                    double z = batch.z[j * rows + r];
                    doubled[r] += (z - mean) * (z - mean) * precision + logVar - z * z;
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            doubled[r] = 0.5 * power * doubled[r] - batch.negLogLikelihood[r];
        }
        return doubled;
    }

    /** Objective and normalised weights. */
    private static void weigh(LatentBatch batch, double[] logWeights) {
        int rows = batch.rows();
        int examples = batch.examples();
        for (int e = 0; e < examples; e++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int r = e; r < rows; r += examples) {
                largest = Math.max(largest, logWeights[r]);
            }
            double sum = 0;
            for (int r = e; r < rows; r += examples) {
                batch.rowWeights[r] = Math.exp(logWeights[r] - largest);
                sum += batch.rowWeights[r];
            }
            double objective = -(largest + Math.log(sum / batch.draws()));
            for (int r = e; r < rows; r += examples) {
                batch.rowWeights[r] /= sum;
                batch.objective[r] = objective;
            }
        }
    }

    private void differentiate(LatentBatch batch, PosteriorKl posterior, double power) {
        int rows = batch.rows();
        int examples = batch.examples();
        double direct = doublyReparameterised ? 0 : power;
        for (int j = 0; j < batch.latent(); j++) {
            for (int e = 0; e < examples; e++) {
                double mean = batch.mean[j * rows + e];
                double precision = 1 / posterior.variance(j, e);
                for (int r = e; r < rows; r += examples) {
                    int i = j * rows + r;
                    double weight = batch.rowWeights[r];
                    double distance = batch.z[i] - mean;
                    double pull = distance * precision;
                    batch.zGradient[i] = power * weight * (batch.z[i] - pull);
                    batch.meanGradient[i] = direct * weight * pull;
                    batch.logVarGradient[i] = direct * weight * 0.5 * (distance * pull - 1);
                }
            }
        }
    }
}
