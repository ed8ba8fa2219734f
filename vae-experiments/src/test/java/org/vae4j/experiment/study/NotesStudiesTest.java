package org.vae4j.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.study.bayes.BayesStudy;
import org.vae4j.experiment.study.chainrule.ChainRuleStudy;
import org.vae4j.experiment.study.elbo.ElboIdentityStudy;
import org.vae4j.experiment.study.marginal.MarginalLikelihoodStudy;
import org.vae4j.experiment.study.reparam.ReparameterisationStudy;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.sigma.GaussianSigmaStudy;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.study.variational.VariationalInferenceStudy;

/** The studies of the notes from request to results, reduced where their size does not matter. */
class NotesStudiesTest {

    @TempDir
    private Path runs;

    @Test
    void bayesReportsTheFluExampleAndItsFigures() throws IOException {
        JsonNode results = run(new BayesStudy());
        assertThat(results.get("priorFlu").asDouble()).isEqualTo(0.05);
        assertThat(results.get("girlGivenFluIsGirl").asDouble()).isEqualTo(0.2);
        assertThat(results.get("boyGivenFluIsGirl").asDouble()).isEqualTo(0.0);
        assertThat(figures("bayes")).contains("updates.png", "prevalence.png", "information.png");
    }

    @Test
    void elboIdentityHoldsToABillionthOfANat() throws IOException {
        JsonNode results = run(new ElboIdentityStudy());
        assertThat(results.get("maxAbsErrorNats").asDouble()).isBetween(0.0, 1e-9);
        assertThat(results.get("gaussianGapNats").asDouble()).isPositive();
        assertThat(figures("elbo-identity")).contains("discrete.png", "linear-gaussian.png");
    }

    @Test
    void chainRuleIsExactAndItsTableGeneralisesWorseThanTheLogisticChain() throws IOException {
        JsonNode results = run(new ChainRuleStudy(), "study.test=2000");
        assertThat(results.get("maxAbsProbabilityError").asDouble()).isLessThan(1e-15);
        assertThat(results.get("sumOfAllProbabilities").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(results.get("digitsOfNumberOfGreyImages").asInt()).isEqualTo(24_083);
        JsonNode allPixels = results.get("rows").get(15);
        assertThat(allPixels.get("tableParameters").asInt()).isEqualTo(65_535);
        assertThat(allPixels.get("logisticNegLogLikelihood").asDouble())
                .isLessThan(allPixels.get("tableNegLogLikelihood").asDouble());
        assertThat(figures("chain-rule")).contains("fit.png", "growth.png", "thumbnails.png");
    }

    @Test
    void marginalLikelihoodIsEstimatedBestByImportanceSampling() throws IOException {
        JsonNode results = run(
                new MarginalLikelihoodStudy(), "study.samples=1000", "study.repetitions=20", "study.dimensions=[2, 8]");
        JsonNode trials = results.get("bySamples");
        JsonNode prior = trials.get(trials.size() - 3);
        JsonNode meanField = trials.get(trials.size() - 2);
        JsonNode posterior = trials.get(trials.size() - 1);
        assertThat(prior.get("estimator").asText()).isEqualTo("PRIOR");
        assertThat(meanField.get("rootMeanSquareErrorNats").asDouble())
                .isLessThan(prior.get("rootMeanSquareErrorNats").asDouble() / 2);
        assertThat(posterior.get("rootMeanSquareErrorNats").asDouble()).isLessThan(1e-9);
        assertThat(figures("marginal-likelihood"))
                .contains("one-run.png", "error-by-samples.png", "error-by-dimension.png");
    }

    @Test
    void variationalInferenceSettlesInOneModeByReverseKlAndCoversBothByForwardKl() throws IOException {
        JsonNode results = run(new VariationalInferenceStudy());
        assertThat(finalMean1(results, "reverse")).isBetween(-1.3, -0.8);
        assertThat(finalMean1(results, "reverseFromTheOtherSide")).isBetween(0.8, 1.3);
        assertThat(finalMean1(results, "forward")).isBetween(-0.05, 0.05);
        assertThat(results.get("maxAbsIdentityErrorNats").asDouble()).isLessThan(1e-6);
        assertThat(figures("variational-inference")).contains("posterior.png", "kl.png", "fit.gif");
    }

    @Test
    void reparameterisationHasTheLeastVariance() throws IOException {
        JsonNode results = run(
                new ReparameterisationStudy(), "study.repetitions=500", "study.dimensions=[2, 8]", "study.steps=200");
        JsonNode trials = results.get("gradientTrials");
        for (int i = 0; i < trials.size(); i += 3) {
            double pathwise = trials.get(i).get("variance").asDouble();
            double score = trials.get(i + 1).get("variance").asDouble();
            double baseline = trials.get(i + 2).get("variance").asDouble();
            assertThat(pathwise).as("trial %d", i).isLessThan(baseline);
            assertThat(baseline).as("trial %d", i + 2).isLessThan(score);
        }
        assertThat(figures("reparameterisation")).contains("variance.png", "ascent.png");
    }

    @Test
    void gaussianSigmaHasLittleKlIfSigmaIsWide() throws IOException {
        JsonNode results = run(
                new GaussianSigmaStudy(),
                "study.fixed=[0.70710678, 0.1]",
                "study.train=1000",
                "study.test=200",
                "study.hidden=64",
                "study.epochs=12");
        JsonNode choices = results.get("choices");
        assertThat(choices).hasSize(5);
        assertThat(choices.get(0).get("klNats").asDouble()).isLessThan(1);
        assertThat(choices.get(1).get("klNats").asDouble()).isGreaterThan(5);
        assertThat(figures("gaussian-sigma")).contains("kl.png", "error.png", "neg-elbo.png", "reconstructions.png");
    }

    private static double finalMean1(JsonNode results, String fit) {
        return results.get(fit).get("q").get("mean1").asDouble();
    }

    private JsonNode run(Study study, String... overrides) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        RunRequest request = new RunRequest(runs, Optional.empty(), List.of(overrides), true, true, List.of("test"));
        int code =
                StudyRunner.run(study, request, new Terminal(new PrintWriter(out), new PrintWriter(err), true, true));
        assertThat(code).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString()).get("results");
    }

    private List<String> figures(String study) throws IOException {
        try (Stream<Path> files = Files.walk(runs.resolve(study))) {
            return files.filter(file -> file.getParent().endsWith("figures"))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
