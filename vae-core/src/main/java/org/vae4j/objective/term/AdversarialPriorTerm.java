package org.vae4j.objective.term;

import java.util.List;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.Auxiliary;

/**
 * The adversarial autoencoder's term (Makhzani et al. 2016): the encoder is trained to make latents that the
 * discriminator takes for draws from the prior. The term is weight · -log P(prior | z) = weight · log(1 + e^ℓ(z)),
 * where the discriminator's output ℓ(z) estimates log q(z) / p(z). Its derivative with respect to ℓ is weight · σ(ℓ).
 *
 * <p>On a deterministic code the term takes the place of the KL. With the weight 0 the model is trained as a plain
 * autoencoder.
 *
 * @param weight finite, ≥ 0
 * @param discriminator sizes of its hidden layers
 * @param gate an accuracy in (½, 1] above which the discriminator is not updated; with 1 it is updated in every step
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record AdversarialPriorTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("discriminator") List<Integer> discriminator,
        @JsonProperty("gate") double gate,
        @JsonProperty("seed") long seed)
        implements AdversarialTerm {

    /** The parameters of a prior that has none in the network. */
    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    private static final String NAME = "adversarial";

    /** The prototype: the weight 1 and two layers of 1000, as the paper has them on MNIST. */
    public AdversarialPriorTerm() {
        this(1, List.of(1000, 1000), 1, 0);
    }

    public AdversarialPriorTerm {
        Range.atLeastZero("weight", weight);
        discriminator = new Auxiliary(NAME, discriminator, 1).hidden();
        Range.withinHalfToOne("gate", gate);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.PLAIN_PATH, Need.PRIOR_DRAWS);
    }

    @Override
    public Term in(Training training) {
        return new AdversarialPriorTerm(
                weight, discriminator, gate, Streams.at(Streams.derive(training.seed(), NAME), seed));
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        Columns ratio = batch.auxiliary(NAME);
        double sum = 0;
        for (int r = 0; r < batch.rows(); r++) {
            double value = weight * StableMath.softplus(ratio.values()[r]);
            batch.objective()[r] += value;
            ratio.gradient()[r] += weight * StableMath.sigmoid(ratio.values()[r]) / batch.draws();
            sum += value;
        }
        return sum / batch.rows();
    }

    /** Draws from the prior. */
    @Override
    public void drawReference(Columns latents, LatentPart part, long stream, Columns reference) {
        part.prior().sample(NO_PARAMETERS, stream, reference);
    }
}
