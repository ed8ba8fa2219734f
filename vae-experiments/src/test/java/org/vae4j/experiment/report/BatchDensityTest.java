package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.likelihood.support.Measure;

/** Version 0.1 evaluated gaussian_optimal with a different sigma per batch, and recorded none of them. */
class BatchDensityTest {

    @TempDir
    Path folder;

    private Measure measure(String likelihood, String test, String metrics) throws IOException {
        String config = new ConfigResolver("example", "{data: , model: , objective: , training: }", NoOptions.class)
                .resolve(List.of("model.likelihood=" + likelihood))
                .yaml();
        Files.writeString(folder.resolve("config.yaml"), config);
        Files.createDirectories(folder.resolve("eval"));
        Files.deleteIfExists(folder.resolve("eval/test.json"));
        if (!test.isEmpty()) {
            Files.writeString(folder.resolve("eval/test.json"), test);
        }
        Files.writeString(folder.resolve("metrics.jsonl"), metrics);
        return RunContents.read(folder).protocol().orElseThrow().measure();
    }

    @Test
    void onlyAGaussianOptimalWithoutARecordedSigmaIsADensityOfBatches() throws IOException {
        String without = "{\"epoch\":1,\"negElboNats\":-600.0}\n";
        String with = "{\"epoch\":1,\"negElboNats\":-600.0,\"sigma\":0.1}\n";
        assertThat(measure("gaussian_optimal", without, "")).isEqualTo(Measure.BATCH_DENSITY);
        assertThat(measure("gaussian_optimal", with, "")).isEqualTo(Measure.DENSITY);
        assertThat(measure("gaussian_optimal", "", without)).isEqualTo(Measure.BATCH_DENSITY);
        assertThat(measure("gaussian_optimal", "", with)).isEqualTo(Measure.DENSITY);
        assertThat(measure("gaussian_learned", without, "")).isEqualTo(Measure.DENSITY);
        assertThat(measure("bernoulli", without, "")).isEqualTo(Measure.CROSS_ENTROPY);
    }
}
