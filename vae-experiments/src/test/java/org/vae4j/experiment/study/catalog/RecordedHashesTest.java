package org.vae4j.experiment.study.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.study.Study;

/** Configurations keep the hashes that they had before networks were lists of blocks, so runs keep their directories. */
class RecordedHashesTest {

    private static final Map<String, String> RECORDED = Map.of();

    private static ExperimentConfig config(Study study, String... overrides) {
        return new ConfigResolver(study.name(), study.defaults(), study.options())
                .resolve(Optional.empty(), List.of(overrides));
    }

    @Test
    void everyStudyHasItsHash() {
        Map<String, String> found = new LinkedHashMap<>();
        for (Study study : Studies.all()) {
            found.put(study.name(), config(study).hash());
        }
        Study mnist = Studies.named("mnist-vae").orElseThrow();
        found.put("two layers", config(mnist, "model.encoder=[400, 200]", "model.decoder=[200,400]").hash());
        found.put("linear", config(mnist, "model.encoder=[]", "model.decoder=[]").hash());
        found.put("tanh", config(mnist, "model.activation=tanh", "model.initialisation=fan_in_uniform").hash());
        assertThat(found).isEqualTo(RECORDED);
    }
}
