package org.vae4j.experiment.config.formula;

import java.util.regex.Pattern;
import org.vae4j.experiment.config.section.ModelConfig;

/**
 * The notation of a model's densities. The densities of a conditional model are also given the label y of an example.
 */
public enum Notation {
    /** The notation of a model without a condition. */
    PLAIN("p(x)", "p(x|z)", "q(z|x)", "E[x|z]"),
    /** The notation of a model that reads the label. */
    LABELLED("p(x|y)", "p(x|z, y)", "q(z|x, y)", "E[x|z, y]");

    /** The condition of a density that is given x alone, or x and a layer. */
    private static final Pattern GIVEN_X = Pattern.compile("\\|x(?=[,)])(?!, y\\b)");

    private final String evidence;
    private final String likelihood;
    private final String posterior;
    private final String mean;

    Notation(String evidence, String likelihood, String posterior, String mean) {
        this.evidence = evidence;
        this.likelihood = likelihood;
        this.posterior = posterior;
        this.mean = mean;
    }

    /**
     * Finds the notation of a model.
     *
     * @param model the section {@code model} of a configuration
     * @return {@link #LABELLED} for a model with a condition
     */
    public static Notation of(ModelConfig model) {
        return model.condition() == ModelConfig.Condition.NONE ? PLAIN : LABELLED;
    }

    /**
     * Finds the notation of a model by its number of classes.
     *
     * @param classes the number of classes whose labels the model reads; 0 for a model without a condition
     * @return {@link #LABELLED} for a model with a condition
     */
    public static Notation ofClasses(int classes) {
        return classes == 0 ? PLAIN : LABELLED;
    }

    /** {@return p(x)} */
    public String evidence() {
        return evidence;
    }

    /** {@return p(x|z)} */
    public String likelihood() {
        return likelihood;
    }

    /** {@return q(z|x)} */
    public String posterior() {
        return posterior;
    }

    /** {@return E[x|z], the mean of the likelihood} */
    public String mean() {
        return mean;
    }

    /**
     * Rewrites a text from the notation of a model without a condition to this notation.
     *
     * @param text a text with {@code p(x)}, {@code p(x|z)}, {@code q(z|x)} or another density given x, {@code E[x|z]}
     * @return the text with the densities of this notation
     */
    public String in(String text) {
        return this == PLAIN
                ? text
                : GIVEN_X.matcher(text)
                        .replaceAll("|x, y")
                        .replace(PLAIN.evidence, evidence)
                        .replace(PLAIN.likelihood, likelihood)
                        .replace(PLAIN.mean, mean);
    }
}
