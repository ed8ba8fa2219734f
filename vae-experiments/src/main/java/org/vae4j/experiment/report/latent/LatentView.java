package org.vae4j.experiment.report.latent;

import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.config.formula.Notation;

/**
 * Encoded examples, and what the drawings of them must know besides.
 *
 * @param latents the encoded examples
 * @param prior what they are held against
 * @param names of the dimensions
 * @param traits what is known of the examples, in the order of the table
 * @param importance the order of the dimensions
 * @param wording how captions call what is drawn
 */
public record LatentView(
        LatentTable latents,
        LatentCharts.Against prior,
        LatentNames names,
        List<Trait> traits,
        Importance importance,
        Wording wording) {

    /**
     * How captions call what is drawn.
     *
     * @param places what stands for the examples, such as "posterior means"
     * @param examples which they are, such as "the first 2,000 test examples"
     * @param notation how densities are written
     */
    public record Wording(String places, String examples, Notation notation) {}

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
        boolean kl = latents.isVariational() && prior.equals(LatentCharts.Against.STANDARD_NORMAL);
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
        return latents.isVariational() && prior.equals(LatentCharts.Against.STANDARD_NORMAL);
    }
}
