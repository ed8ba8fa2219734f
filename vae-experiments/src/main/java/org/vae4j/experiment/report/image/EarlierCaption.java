package org.vae4j.experiment.report.image;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Corrects captions that earlier versions wrote. Their words fitted an unconditional VAE with latents in ℝⁿ, but were
 * written beside the pictures of all models. Words that are right stay as they are.
 *
 * @param place the name of an example's place in latent space, such as "code"
 * @param line the line that interpolations follow, such as "straight line"
 * @param measure the measure that orders the dimensions
 * @param notation replaces E[x|z] by the notation of this model
 * @param names replaces z3 by this model's name for its third dimension
 */
public record EarlierCaption(
        String place, String line, String measure, UnaryOperator<String> notation, UnaryOperator<String> names) {

    private static final String FIRST = "From the top, the dimensions that tell most";
    private static final List<String> PLACES =
            List.of("posterior mean", "posterior location", "mean direction", "code");
    private static final Pattern PRIOR = Pattern.compile("the prior \\(([a-z]+)_([a-z_]+)\\)");
    /** "The first 48 of the 48", which are all. */
    private static final Pattern ALL = Pattern.compile("The first (\\d+) of the \\1(?= )");

    private static final Pattern NEGATIVE = Pattern.compile("(?<=\\s)-(?=\\d)");

    /**
     * Corrects a caption.
     *
     * @param stored the caption that an earlier version, or this one, saved with the run
     * @return the caption as this version would write it
     */
    public Caption corrected(Caption stored) {
        return new Caption(stored.title(), corrected(stored.text()), stored.alt(), stored.sheet());
    }

    private String corrected(String stored) {
        String text = stored;
        for (String other : PLACES) {
            text = text.replace("at the " + other + " of", "at the " + place + " of")
                    .replace("from the " + other + " of", "from the " + place + " of");
        }
        text = text.replace("along the straight line from", "along the " + line + " from")
                .replace("E[x|z, label]", "E[x|z]")
                .replace("E[x|z, y]", "E[x|z]")
                .replace("None was chosen.", "The samples are not selected.")
                .replace("layer by layer", "level by level")
                .replace("; layers below it follow", "; levels below it follow")
                .replace("each layer given the draw", "each level given the draw")
                .replace(FIRST + ", level by level: ", "From the top, level by level, by " + measure + ": ")
                .replace(FIRST + ": ", "From the top, by " + measure + ": ");
        text = PRIOR.matcher(text)
                .replaceAll(found ->
                        "the prior (" + found.group(1) + " " + found.group(2).replace('_', ' ') + ")");
        text = ALL.matcher(text).replaceAll("All $1");
        return names.apply(notation.apply(NEGATIVE.matcher(text).replaceAll("−")));
    }
}
