package org.vae4j.experiment.study.linearvae;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vae4j.experiment.report.text.TextTable;

/**
 * Linear VAEs beside probabilistic PCA.
 *
 * @param starts the trainings with learned noise, one per start
 * @param fixed the trainings with given noise; the last one has more latents than the data
 * @param onTest the first start on the test set
 */
record LinearVaeResults(List<LinearVaeTraining> starts, List<LinearVaeTraining> fixed, OnTest onTest) {

    /**
     * A trained linear VAE on the test set, mean over the images.
     *
     * @param logLikelihoodNats exact log-likelihood of probabilistic PCA
     * @param elboNats exact ELBO of the linear VAE
     * @param networkSampledElboNats ELBO of the network with the same weights, by sampling z
     * @param samples draws of z for each image
     */
    public record OnTest(
            double logLikelihoodNats,
            double elboNats,
            double networkSampledElboNats,
            @JsonIgnore int samples) {}

    String data() {
        return starts.get(0).problem().data();
    }

    List<LinearVaeOutcome> outcomes() {
        return Stream.concat(starts.stream(), fixed.stream())
                .map(LinearVaeOutcome::of)
                .toList();
    }

    /** {@return the largest gap between log-likelihood and ELBO of all starts with learned noise} */
    double gapNats() {
        return starts.stream()
                .mapToDouble(start -> LinearVaeOutcome.of(start).gapNats())
                .max()
                .orElseThrow();
    }

    String text() {
        return String.format(
                        Locale.ROOT,
                        "test set: exact log p(x) of pPCA %.4f, ELBO of the linear VAE %.4f, by its network and %d draws"
                                + " %.4f nats per image%n",
                        onTest.logLikelihoodNats(),
                        onTest.elboNats(),
                        onTest.samples(),
                        onTest.networkSampledElboNats())
                + new TextTable<LinearVaeOutcome>()
                        .words("data", LinearVaeOutcome::data)
                        .numbers("p", "%d", LinearVaeOutcome::p)
                        .numbers("σ²", "%.6f", LinearVaeOutcome::noiseVariance)
                        .numbers("log p(x)", "%.6f", LinearVaeOutcome::logLikelihoodNats)
                        .numbers("ELBO", "%.6f", LinearVaeOutcome::elboNats)
                        .numbers("gap", "%.1e", LinearVaeOutcome::gapNats)
                        .numbers("active", "%d", LinearVaeOutcome::activeFound)
                        .words("", row -> "of " + row.activeExpected())
                        .words("", row -> row.noiseLearned() ? "" : "σ² fixed")
                        .words("", row -> row.converged() ? "" : "not converged")
                        .of(outcomes());
    }
}
