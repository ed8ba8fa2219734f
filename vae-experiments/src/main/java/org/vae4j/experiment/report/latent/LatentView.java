package org.vae4j.experiment.report.latent;

import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.config.formula.Notation;

/**
 * Encoded examples, with the names, traits and words that their drawings need.
 *
 * @param latents the encoded examples
 * @param prior the part of the prior that drawings show beside the examples
 * @param names the names of the dimensions
 * @param traits the traits of the examples, in the order of the table
 * @param importance the order of the dimensions
 * @param wording the words of the captions
 */
public record LatentView(
        LatentTable latents,
        LatentCharts.Reference prior,
        LatentNames names,
        List<Trait> traits,
        Importance importance,
        Wording wording) {

    /**
     * The words of captions.
     *
     * @param places the name of the points, such as "posterior means"
     * @param examples the name of the examples, such as "the first 2,000 test examples"
     * @param notation the notation of densities
     */
    public record Wording(String places, String examples, Notation notation) {}

    public LatentView {
        traits = List.copyOf(traits);
    }

    /**
     * Encoded examples with the names and traits that the table itself has.
     *
     * @param latents the encoded examples
     * @param prior the part of the prior that drawings show beside the examples
     */
    public static LatentView of(LatentTable latents, LatentCharts.Reference prior) {
        boolean kl = latents.isVariational() && prior.equals(LatentCharts.Reference.STANDARD_NORMAL);
        return new LatentView(
                latents,
                prior,
                LatentNames.of(latents.dimensions()),
                latents.traits().stream().map(Trait::of).toList(),
                kl ? Importance.ofKl(latents) : Importance.ofVariance(latents),
                new Wording(
                        latents.isVariational() ? "posterior means" : "codes",
                        String.format(Locale.ROOT, "the first %,d test examples", latents.size()),
                        Notation.PLAIN));
    }

    /** {@return whether the divergence from the prior is the sum of the dimensions' divergences from N(0, 1)} */
    public boolean isAgainstStandardNormal() {
        return latents.isVariational() && prior.equals(LatentCharts.Reference.STANDARD_NORMAL);
    }
}
