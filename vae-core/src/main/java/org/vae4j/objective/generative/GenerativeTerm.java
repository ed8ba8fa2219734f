package org.vae4j.objective.generative;

import java.util.List;
import java.util.Optional;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.adversarial.DataDiscrimination;
import org.vae4j.objective.adversarial.Equilibrium;

/**
 * A term whose network tells examples from what the decoder makes: of their own latents, E[x|z], and of draws from the
 * prior. Encoder, decoder and discriminator minimise different losses.
 *
 * <p>A step is: (1) the model's phase, in which the discriminator is a fixed function. The encoder follows the
 * objective with {@link Term#ofEncoder()}, the decoder the objective with this term and, beside it, {@link #ofSamples}:
 * as many draws from the prior as there are examples go through the decoder in a pass of their own. (2) The
 * discriminator's phase, in which {@link DataDiscrimination} is minimised over the discriminator's parameters alone.
 */
public interface GenerativeTerm extends Term {

    /**
     * Those among the terms of an objective.
     *
     * @param objective what is minimised
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

    /** {@return the discriminator: it reads data, and its one output behind the shown layer is ℓ(x)} */
    Auxiliary auxiliary();

    /** {@return the seed of what is drawn for the term} */
    long seed();

    /**
     * What the decoder minimises of its samples.
     *
     * @param logits ℓ of what the decoder makes of draws from the prior
     * @param gradient overwritten with the derivative of the sum by each logit
     * @return the sum over the samples
     */
    double ofSamples(double[] logits, double[] gradient);

    /** {@return whether {@link #ofSamples} counts, so that samples are drawn in training} */
    boolean readsSamples();

    /** {@return who pauses when} */
    Equilibrium gate();

    /**
     * What encoder, decoder and discriminator minimise, as formulas.
     *
     * @param reconstruction the reconstruction's loss of the bound, such as {@code −log p(x|z)}
     * @param rest what all but the discriminator minimise besides: the divergence with its weight, and other terms
     * @return the losses of the three
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

    /** {@return the name of the part of the decoder's loss that samples have, in reports} */
    default String samples() {
        return auxiliary().name() + "Samples";
    }

    /** {@return the name of -log P(made) of the decoder's samples in reports} */
    default String sampled() {
        return auxiliary().name() + "Sampled";
    }
}
