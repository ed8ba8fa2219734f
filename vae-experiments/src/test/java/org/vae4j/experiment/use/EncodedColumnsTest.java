package org.vae4j.experiment.use;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.api.Vae4j;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;

class EncodedColumnsTest {

    private static Numbers encoded(String kind) {
        ExperimentConfig config = Vae4j.on("lines")
                .layers(4)
                .latent(2)
                .set("data.lines.train", 8)
                .set("data.lines.test", 4)
                .set("data.lines.size", 8)
                .set("model.kind", kind)
                .config();
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), 1);
        ExampleSet images = data.split().test();
        return Examples.encode(ConfiguredModel.create(config, data, 1), images, 0, done -> {});
    }

    @Test
    void encodeGivesAnAutoencoderNoLogVariances() {
        assertThat(encoded("autoencoder").columns()).containsExactly("index", "label", "mean0", "mean1");
    }

    @Test
    void encodeGivesAVaeMeansAndLogVariances() {
        assertThat(encoded("vae").columns()).containsExactly("index", "label", "mean0", "mean1", "logVar0", "logVar1");
    }
}
