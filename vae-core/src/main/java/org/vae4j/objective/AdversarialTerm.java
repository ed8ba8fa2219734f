package org.vae4j.objective;

import java.util.List;
import java.util.Optional;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.adversarial.Discrimination;

/**
 * A term that uses a discriminator's output as the log density ratio ℓ(z) = log q(z) / r(z) between the latents and a
 * reference r. The discriminator is an additional network of the term.
 *
 * <p>A training step has two phases. (1) In the model's phase the discriminator is a fixed function; the term adds its
 * value, and its gradient to {@link LatentBatch#auxiliary}. (2) In the discriminator's phase, one for each such term,
 * {@link Discrimination} is minimised over the discriminator's parameters alone; the latents are constants, and no
 * gradient passes through them. Each group of parameters therefore follows the gradient of its own loss.
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
     * Returns the accuracy above which the discriminator pauses: it is not updated in a step in which its share of
     * correct decisions on latents and references is larger.
     *
     * @return 1 unless overridden: it never pauses
     */
    default double gate() {
        return 1;
    }

    /** {@return the seed of the noise of the discriminator's phase} */
    long seed();

    /**
     * Whether the reference is made of latents of examples other than those of the step.
     *
     * @return false unless overridden
     */
    default boolean readsOtherExamples() {
        return false;
    }

    /**
     * Draws from the reference r.
     *
     * @param latents z of a batch, {@code [rows, latent]}, of other examples where the term {@linkplain
     *     #readsOtherExamples reads these}
     * @param part the latent
     * @param stream seed of the draws, different in each step
     * @param reference {@code [rows, latent]}: its values are overwritten
     */
    void drawReference(Columns latents, LatentPart part, long stream, Columns reference);
}
