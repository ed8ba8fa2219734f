package org.vae4j.objective;

import java.util.List;
import java.util.Optional;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.adversarial.Discrimination;

/**
 * A term that reads the log density ratio ℓ(z) = log q(z) / r(z) of the latents to a reference r off a discriminator.
 * The term brings the discriminator along, which is trained in a phase of its own behind the update of the model.
 *
 * <p>A step is: (1) the model's phase, in which the discriminator is a fixed function and the term adds its value and
 * its gradient to {@link LatentBatch#auxiliary}; (2) for each such term, the discriminator's phase, in which {@link
 * Discrimination} is minimised over the discriminator's parameters alone. Latents are numbers in the second phase: no
 * gradient goes back through them. So the gradient of each group of parameters is that of its own loss alone.
 */
public interface AdversarialTerm extends Term {

    /** {@return sizes of the discriminator's hidden layers} */
    List<Integer> discriminator();

    /** {@return the discriminator: one output, ℓ(z)} */
    default Auxiliary auxiliary() {
        return new Auxiliary(name(), discriminator(), 1);
    }

    @Override
    default boolean perExample() {
        return true;
    }

    @Override
    default Optional<Auxiliary> network() {
        return Optional.of(auxiliary());
    }

    /**
     * When the discriminator pauses: in steps in which it tells a larger share rightly than this, of the step's latents
     * and references, it is not updated.
     *
     * @return 1, it never pauses, unless overridden
     */
    default double gate() {
        return 1;
    }

    /** {@return the seed of the noise of the discriminator's phase} */
    long seed();

    /**
     * Whether the reference is made of the latents of other examples than those that it is told from.
     *
     * @return false unless overridden
     */
    default boolean readsOtherExamples() {
        return false;
    }

    /**
     * Draws from the reference r.
     *
     * @param latents z of a batch, {@code [rows, latent]}: that of other examples where the term {@linkplain
     *     #readsOtherExamples reads these}
     * @param part the latent
     * @param stream seed of the draws, another one in each step
     * @param reference {@code [rows, latent]}: its values are overwritten
     */
    void drawReference(Columns latents, LatentPart part, long stream, Columns reference);
}
