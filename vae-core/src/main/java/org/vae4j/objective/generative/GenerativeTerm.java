package org.vae4j.objective.generative;

import java.util.List;
import java.util.Optional;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.adversarial.DataDiscrimination;
import org.vae4j.objective.adversarial.Equilibrium;

/**
 * A term whose discriminator tells examples from the decoder's outputs: from their reconstructions E[x|z] and from
 * samples, which are decoded draws from the prior. Encoder, decoder and discriminator minimise different losses.
 *
 * <p>A training step has two phases. (1) In the model's phase the discriminator is a fixed function. The encoder
 * minimises the objective with {@link Term#ofEncoder()} in place of this term. The decoder minimises the objective with
 * this term plus {@link #ofSamples}, for which as many draws from the prior as there are examples pass through the
 * decoder. (2) In the discriminator's phase {@link DataDiscrimination} is minimised over the discriminator's parameters
 * alone.
 */
public interface GenerativeTerm extends Term {

    /**
     * Selects the generative terms of an objective.
     *
     * @param objective the objective
     * @return in the order of the terms; their names differ
     */
    static List<GenerativeTerm> of(Objective objective) {
        return objective.terms().stream()
                .filter(GenerativeTerm.class::isInstance)
                .map(GenerativeTerm.class::cast)
                .toList();
    }

    @Override
    default Optional<Auxiliary> network() {
        return Optional.of(auxiliary());
    }

    /** {@return the discriminator: it reads data, and after the shown layer it has one output, the logit ℓ(x)} */
    Auxiliary auxiliary();

    /** {@return the seed of the draws for the term} */
    long seed();

    /**
     * Computes the decoder's loss on samples.
     *
     * @param logits ℓ of each sample
     * @param gradient overwritten with the derivative of the sum with respect to each logit
     * @return the sum of the loss over the samples
     */
    double ofSamples(double[] logits, double[] gradient);

    /** {@return whether {@link #ofSamples} counts, so that samples are drawn in training} */
    boolean readsSamples();

    /** {@return the rule by which the decoder or the discriminator pauses} */
    Equilibrium gate();

    /**
     * Describes the losses of encoder, decoder and discriminator as formulas for reports.
     *
     * @param reconstruction the reconstruction term of the bound, such as {@code −log p(x|z)}
     * @param rest the rest of the loss of encoder and decoder: the weighted divergence and other terms
     * @return the three losses
     */
    NetworkLosses losses(String reconstruction, String rest);

    /** {@return the name of -log P(real) of the examples in reports} */
    default String real() {
        return auxiliary().name() + "Real";
    }

    /** {@return the name of the encoder's loss in reports} */
    default String encoder() {
        return auxiliary().name() + "Encoder";
    }

    /** {@return the name of the decoder's loss on samples in reports} */
    default String samples() {
        return auxiliary().name() + "Samples";
    }

    /** {@return the name of -log P(made) of the decoder's samples in reports} */
    default String sampled() {
        return auxiliary().name() + "Sampled";
    }
}
