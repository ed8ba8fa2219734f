package org.vae4j.experiment.report.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.formula.Notation;

/** The sentences are those that earlier versions wrote for every model. */
class EarlierCaptionTest {

    private static String corrected(EarlierCaption rules, String text) {
        Caption stored = Caption.sheet("Traversals", text, "rows");
        Caption corrected = rules.corrected(stored);
        assertThat(corrected.title()).isEqualTo(stored.title());
        assertThat(rules.corrected(corrected)).as("a second correction").isEqualTo(corrected);
        return corrected.text();
    }

    @Test
    void captionsOfAnAutoencoderSpeakOfCodes() {
        EarlierCaption code = new EarlierCaption(
                "code", "straight line", "variance over the examples", UnaryOperator.identity(), text -> text);
        assertThat(corrected(
                        code,
                        "Each row: E[x|z] while one dimension goes from the least to the greatest code of the data and the"
                                + " others stay at the posterior mean of the first test example. From the top, the"
                                + " dimensions that tell most: z3, z1."))
                .isEqualTo(
                        "Each row: E[x|z] while one dimension goes from the least to the greatest code of the data and"
                                + " the others stay at the code of the first test example. From the top, by variance over"
                                + " the examples: z3, z1.");
        assertThat(corrected(
                        code,
                        "Each row: E[x|z] along the straight line from the posterior mean of one test example to that of"
                                + " another."))
                .contains("from the code of one");
    }

    @Test
    void captionsOfASphericalModelSpeakOfPathsOnTheSphere() {
        EarlierCaption sphere = new EarlierCaption(
                "mean direction", "shortest way on the sphere", "variance", UnaryOperator.identity(), text -> text);
        assertThat(corrected(
                        sphere,
                        "Each row: E[x|z] along the straight line from the posterior mean of one test example to that of"
                                + " another."))
                .isEqualTo("Each row: E[x|z] along the shortest way on the sphere from the mean direction of one test"
                        + " example to that of another.");
        assertThat(corrected(sphere, "E[x|z] for z drawn from the prior (power_spherical). None was chosen."))
                .contains("the prior (power spherical)");
    }

    @Test
    void captionsOfAConditionalModelHaveTheLabel() {
        EarlierCaption labelled =
                new EarlierCaption("posterior mean", "straight line", "KL", Notation.LABELLED::in, text -> text);
        assertThat(corrected(labelled, "Even rows: E[x|z] at the posterior mean of the example above."))
                .contains("E[x|z, y] at the posterior mean");
        assertThat(corrected(labelled, "E[x|z, label] for z drawn from the prior."))
                .startsWith("E[x|z, y] for");
        assertThat(corrected(labelled, "one dimension goes from -3 to 3, both from -1.96 to 1.96"))
                .isEqualTo("one dimension goes from −3 to 3, both from −1.96 to 1.96");
    }

    @Test
    void captionsOfAHierarchyNameItsLevels() {
        EarlierCaption levels = new EarlierCaption(
                "posterior mean",
                "straight line",
                "variance",
                UnaryOperator.identity(),
                text -> text.replaceAll("\\bz4\\b", "z_2[1]"));
        assertThat(corrected(levels, "From the top, the dimensions that tell most, layer by layer: z4."))
                .isEqualTo("From the top, level by level, by variance: z_2[1].");
        assertThat(corrected(levels, "the first test example; layers below it follow as the means of their priors."))
                .endsWith("; levels below it follow as the means of their priors.");
    }

    @Test
    void captionsSayAllWhereAllExamplesAreShown() {
        EarlierCaption plain =
                new EarlierCaption("posterior mean", "straight line", "KL", UnaryOperator.identity(), text -> text);
        assertThat(corrected(plain, "The first 48 of the 48 examples that were learned"))
                .startsWith("All 48 examples");
        assertThat(corrected(plain, "The first 48 of the 480 examples")).startsWith("The first 48 of the 480 examples");
    }
}
