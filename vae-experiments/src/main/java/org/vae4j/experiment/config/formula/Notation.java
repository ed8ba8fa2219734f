package org.vae4j.experiment.config.formula;

import java.util.regex.Pattern;
import org.vae4j.experiment.config.section.ModelConfig;

/** How the densities of a model are written: a conditional model is told the label y of each example. */
public enum Notation {
    /** A model that is told nothing. */
    PLAIN("p(x)", "p(x|z)", "q(z|x)", "E[x|z]"),
    /** A model that is told the label. */
    LABELLED("p(x|y)", "p(x|z, y)", "q(z|x, y)", "E[x|z, y]");

    /** What stands behind the bar of a density given x alone or x and a layer. */
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
     * That of a model.
     *
     * @param model the section {@code model} of a configuration
     * @return {@link #LABELLED} for a model with a condition
     */
    public static Notation of(ModelConfig model) {
        return model.condition() == ModelConfig.Condition.NONE ? PLAIN : LABELLED;
    }

    /**
     * That of a model with so many classes.
     *
     * @param classes how many classes a model is told; 0 for one that is told nothing
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
     * A text that is written for a model that is told nothing, as it is written for this one.
     *
     * @param text with {@code p(x)}, {@code p(x|z)}, {@code q(z|x)} or another density given x, {@code E[x|z]}
     * @return the text with the densities of this model
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
