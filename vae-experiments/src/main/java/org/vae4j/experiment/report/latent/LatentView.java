package org.vae4j.experiment.report.latent;

import java.util.List;
import java.util.Locale;

/**
 * Encoded examples, and what the drawings of them must know besides.
 *
 * @param latents the encoded examples
 * @param prior what they are held against
 * @param names of the dimensions
 * @param traits what is known of the examples, in the order of the table
 * @param places what stands for the examples, such as "posterior means"
 */
public record LatentView(
        LatentTable latents, LatentCharts.Against prior, LatentNames names, List<Trait> traits, String places) {

    public LatentView {
        traits = List.copyOf(traits);
    }

    /**
     * Encoded examples of which nothing is known but the table.
     *
     * @param latents the encoded examples
     * @param prior what they are held against
     */
    public static LatentView of(LatentTable latents, LatentCharts.Against prior) {
        return new LatentView(
                latents,
                prior,
                LatentNames.of(latents.dimensions()),
                latents.traits().stream().map(Trait::of).toList(),
                latents.isVariational() ? "posterior means" : "codes");
    }

    /** {@return whether the divergence from the prior is the sum of the dimensions' divergences from N(0, 1)} */
    public boolean isAgainstStandardNormal() {
        return latents.isVariational() && prior.equals(LatentCharts.Against.STANDARD_NORMAL);
    }

    /** {@return what the dimensions are ordered by} */
    public Importance importance() {
        return isAgainstStandardNormal() ? Importance.KL : Importance.VARIANCE;
    }

    /** {@return the examples, for a caption} */
    public String examples() {
        return String.format(Locale.ROOT, "the first %,d test examples", latents.size());
    }
}
