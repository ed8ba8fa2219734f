package org.vae4j.experiment.report.image;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Captions of earlier versions, which were written for a VAE with latents in ℝⁿ that is told nothing, and were kept
 * with the pictures of other models, too. What was wrong in them is put right; what is right stays as it is.
 *
 * @param place what stands for an example, such as "code"
 * @param line what interpolations go along, such as "straight line"
 * @param measure what dimensions are ordered by
 * @param notation writes E[x|z] as this model has it
 * @param names writes z3 as this model calls the third dimension
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
     * A caption as it is written today.
     *
     * @param stored the caption that a run has
     * @return the same picture's caption
     */
    public Caption today(Caption stored) {
        return new Caption(stored.title(), today(stored.text()), stored.alt(), stored.sheet());
    }

    private String today(String stored) {
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
