package org.vae4j.experiment.bench.contender;

import java.util.List;
import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.iterator.Handling;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.model.LatentModel;

/** Makes a reference network as a run does, from its configuration. */
final class ConfiguredNetwork {

    private ConfiguredNetwork() {}

    static LatentModel model(BenchNetwork network, BenchImages images, int batch) {
        ExperimentConfig config =
                new ConfigResolver(network.name(), network.configuration(), NoOptions.class).resolve(List.of());
        ExampleSet examples = images.imageSet();
        ConfiguredData data = new ConfiguredData(
                DataSpec.of(config.data().orElseThrow().name()),
                Split.withoutTest(examples, Optional.empty()),
                config.seed(),
                Handling.NONE,
                Optional.empty(),
                0,
                Optional.empty());
        return ConfiguredModel.create(config, data, Math.max(1, images.count() / batch));
    }
}
