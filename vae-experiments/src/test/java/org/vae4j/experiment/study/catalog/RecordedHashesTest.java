package org.vae4j.experiment.study.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.study.Study;

/**
 * Configurations keep the hashes that they had before networks were lists of blocks, so runs keep their directories.
 */
class RecordedHashesTest {

    /** Hashes by the name of a study, or of a configuration that differs from one. */
    private static final Map<String, String> RECORDED = Map.ofEntries(
            Map.entry("bayes", "b94947cb1a"),
            Map.entry("chain-rule", "f4d3054bdc"),
            Map.entry("elbo-identity", "8f9e265179"),
            Map.entry("gaussian-sigma", "8160c7aee1"),
            Map.entry("linear", "808e7fbc3b"),
            Map.entry("linear-vae-is-ppca", "142f0bf871"),
            Map.entry("marginal-likelihood", "310d6f59b1"),
            Map.entry("mnist-vae", "65107cbc38"),
            Map.entry("my-vae", "679f279955"),
            Map.entry("novelty", "e51b5a2bf8"),
            Map.entry("ood", "e2dcb1f4a1"),
            Map.entry("pca-equivalence", "158919f0f0"),
            Map.entry("quickstart", "b67587d715"),
            Map.entry("reparameterisation", "e59050f8e7"),
            Map.entry("tanh", "dc2525e2a5"),
            Map.entry("two layers", "2bb73d4b0e"),
            Map.entry("variational-inference", "c9adf958f4"));

    private static ExperimentConfig config(Study study, String... overrides) {
        return new ConfigResolver(study.name(), study.defaults(), study.options()).resolve(List.of(overrides));
    }

    @Test
    void everyStudyAndVariantKeepsItsRecordedHash() {
        Map<String, String> found = new LinkedHashMap<>();
        for (Study study : Studies.all()) {
            found.put(study.name(), config(study).hash());
        }
        Study mnist = Studies.named("mnist-vae").orElseThrow();
        found.put(
                "two layers",
                config(mnist, "model.encoder=[400, 200]", "model.decoder=[200,400]")
                        .hash());
        found.put(
                "linear", config(mnist, "model.encoder=[]", "model.decoder=[]").hash());
        found.put(
                "tanh",
                config(mnist, "model.activation=tanh", "model.initialisation=fan_in_uniform")
                        .hash());
        assertThat(found).isEqualTo(RECORDED);
    }
}
