package org.vae4j.objective.term;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.math.Streams;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.Auxiliary;

/**
 * FactorVAE's term (Kim and Mnih 2018, algorithm 2): γ times the total correlation of the aggregate posterior,
 * TC = KL(q(z) ‖ Πⱼ q(zⱼ)), estimated by the mean of ℓ(z) = log q(z) / Πⱼ q(zⱼ) over a batch. ℓ is the output of a
 * discriminator between the latents of a batch and references: latents of other examples in which each dimension is
 * permuted independently over the batch.
 *
 * <p>With the optimal discriminator the estimate is unbiased. The gradient with respect to ℓ of a row is γ / draws.
 * With γ = 0 the model is trained as if the term were not there.
 *
 * @param gamma γ, finite, ≥ 0
 * @param discriminator sizes of its hidden layers
 * @param gate an accuracy in (½, 1] above which the discriminator is not updated; with 1 it is updated in every step
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record FactorTerm(
        @JsonProperty("gamma") double gamma,
        @JsonProperty("discriminator") List<Integer> discriminator,
        @JsonProperty("gate") double gate,
        @JsonProperty("seed") long seed)
        implements AdversarialTerm {

    private static final String NAME = "factor";

    /** The prototype: γ = 35 and the discriminator of the paper, five layers of 1000. */
    public FactorTerm() {
        this(35, List.of(1000, 1000, 1000, 1000, 1000), 1, 0);
    }

    public FactorTerm {
        Range.atLeastZero("gamma", gamma);
        discriminator = new Auxiliary(NAME, discriminator, 1).hidden();
        Range.withinHalfToOne("gate", gate);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.PLAIN_PATH);
    }

    @Override
    public Term in(Training training) {
        return new FactorTerm(gamma, discriminator, gate, Streams.at(Streams.derive(training.seed(), NAME), seed));
    }

    /** Adds γ ℓ(z) to each row's objective. */
    @Override
    public double add(LatentBatch batch, Moment moment) {
        Columns ratio = batch.auxiliary(NAME);
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] += gamma * ratio.values()[r];
            ratio.gradient()[r] += gamma / batch.draws();
        }
        return gamma * Arrays.stream(ratio.values()).sum() / batch.rows();
    }

    @Override
    public boolean readsOtherExamples() {
        return true;
    }

    /** Permutes each dimension of the latents independently over the rows (Fisher and Yates). */
    @Override
    public void drawReference(Columns latents, LatentPart part, long stream, Columns reference) {
        System.arraycopy(latents.values(), 0, reference.values(), 0, reference.values().length);
        for (int j = 0; j < latents.count(); j++) {
            UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(Streams.at(stream, j));
            for (int r = latents.rows() - 1; r > 0; r--) {
                swap(reference.values(), latents.at(r, j), latents.at(random.nextInt(r + 1), j));
            }
        }
    }

    private static void swap(double[] values, int first, int second) {
        double kept = values[first];
        values[first] = values[second];
        values[second] = kept;
    }
}
