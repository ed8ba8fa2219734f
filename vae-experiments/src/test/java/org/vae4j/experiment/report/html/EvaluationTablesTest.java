package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.formula.Notation;

class EvaluationTablesTest {

    private final EvaluationTables tables = new EvaluationTables(
            Notation.LABELLED, "−log p(x|y)", "posterior mean", count -> "the first " + count + " test examples");

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Page.Pairs pairs(String caption, String evaluation) {
        return tables.of("test", json(evaluation)).stream()
                .filter(Page.Pairs.class::isInstance)
                .map(Page.Pairs.class::cast)
                .filter(table -> table.caption().equals(caption))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(Page.Pairs pairs) {
        return pairs.pairs().stream()
                .map(pair -> pair.name() + ": " + pair.text())
                .toList();
    }

    /** Diagnostics of 1000 examples, whose mutual information can be at most log 1000 = 6.91 nats. */
    private static String diagnostics(double mutualInformation) {
        return "{'diagnostics': {'mutualInformationNats': " + mutualInformation
                + ", 'marginalKlNats': 3, 'examples': 1000}}";
    }

    @Test
    void diagnosticsAreShownWithTheirLabels() {
        assertThat(texts(pairs("Test: latents.", diagnostics(6.2))))
                .containsExactly("mutual information of example and z (nats): 6.2", "KL(q(z) ‖ p(z)) (nats): 3");
    }

    @Test
    void theNoteWarnsIfTheMutualInformationIsNearItsLimit() {
        assertThat(pairs("Test: latents.", diagnostics(6.2)).note())
                .contains(
                        "Of the first 1000 test examples.",
                        "at most log 1,000 = 6.91 nats, and the estimate is close to")
                .contains("it tells their number rather than the model");
    }

    @Test
    void theNoteOnlyNamesTheLimitOfASmallerMutualInformation() {
        assertThat(pairs("Test: latents.", diagnostics(5.2)).note())
                .contains("at most log 1,000 = 6.91 nats.")
                .doesNotContain("rather");
    }

    @Test
    void isAtTheCapIsFalseWithoutAnEstimate() {
        assertThat(EvaluationTables.isAtTheCap(json("{'examples': 1000}"))).isFalse();
    }

    @Test
    void boundsAreShownWithTheirNumbersOfExamplesAndDraws() {
        String few = "{'diagnostics': {'examples': 1000, 'negBoundNatsBySamples': {'1': 126.5, '64': 121.6},"
                + " 'effectiveSampleSize': 4.1, 'elboGapNats': 4.9, 'elboGapSamples': 64, 'elboGapExamples': 100}}";
        Page.Pairs bounds = pairs("Test: bounds by draws.", few);
        assertThat(texts(bounds))
                .containsExactly(
                        "upper bound by 1 draw, the negative ELBO (nats): 126.5",
                        "upper bound by 64 draws (nats): 121.6",
                        "effective sample size: 4.1 of 64 draws",
                        "gap of the ELBO, at least (nats): 4.9");
        assertThat(bounds.note())
                .contains("bounds on −log p(x|y), means over the first 100 test examples")
                .contains("a lower bound of KL(q(z|x, y) ‖ p(z|x, y)), and a loose one here");
        assertThat(pairs("Test: bounds by draws.", few.replace("4.1", "40")).note())
                .endsWith("a lower bound of KL(q(z|x, y) ‖ p(z|x, y)).");
    }

    @Test
    void samplesOfThePosteriorAreCalledDrawsAndErrorsHaveTwoDigits() {
        List<Page.Block> found = tables.of(
                "nll-500",
                json("{'negLogLikelihoodNats': 101.234, 'standardError': 0.2412, 'samples': 500, 'bounds':"
                        + " [{'samples': 1, 'negBoundNats': 105.31, 'standardErrorNats': 0.26123}]}"));
        assertThat(texts((Page.Pairs) found.get(0)))
                .contains("standard error: 0.24", "draws: 500")
                .noneMatch(text -> text.startsWith("samples"));
        Page.Table bounds = (Page.Table) found.get(1);
        assertThat(bounds.header()).containsExactly("draws", "upper bound on −log p (nats)", "standard error (nats)");
        assertThat(bounds.rows().get(0)).extracting(Page.Cell::text).containsExactly("1", "105.3", "0.26");
    }

    @Test
    void anEvaluationThatIsNoObjectIsShownAsItIs() {
        assertThat(tables.of("novelty", json("[1, 2]"))).hasSize(1);
    }

    /** A report is made of damaged runs, too. */
    @Test
    void aDamagedLevelHasARowWithoutNumbers() {
        List<Page.Block> found = tables.of("test", json("{'diagnostics': {'levels': [{'klNats': 1.5}, 'damaged']}}"));
        Page.Table levels = (Page.Table) found.get(found.size() - 1);
        assertThat(levels.rows().get(1)).extracting(Page.Cell::text).containsExactly("z_2", "");
    }

    @Test
    void levelsAreShownWithTheirNames() {
        List<Page.Block> found =
                tables.of("test", json("{'diagnostics': {'examples': 9, 'levels': [{'klNats': 1.5}, {'klNats': 2}]}}"));
        Page.Table levels = (Page.Table) found.get(found.size() - 1);
        assertThat(levels.rows()).extracting(row -> row.get(0).text()).containsExactly("z_1", "z_2");
    }
}
