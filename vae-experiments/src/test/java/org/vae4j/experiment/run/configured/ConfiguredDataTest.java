package org.vae4j.experiment.run.configured;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MyVae;
import org.vae4j.likelihood.ValueRange;

class ConfiguredDataTest {

    private static void assertValues(ValueRange expected, String name, String... keys) {
        List<String> all = new ArrayList<>(List.of("data.name=" + name));
        List.of("size=8", "train=4", "test=2").forEach(key -> all.add("data." + name + "." + key));
        all.addAll(List.of(keys));
        ExperimentConfig config = StudyRunner.resolver(new MyVae()).resolve(all);
        DataConfig data = config.data().orElseThrow();
        assertThat(data.values()).as("by the configuration").isEqualTo(expected);
        assertThat(ConfiguredData.open(data, 1).values()).as("of the data").isEqualTo(expected);
    }

    /** A likelihood is checked against this range, both before and after the data are read. */
    @Test
    void theConfigurationTellsTheRangeOfTheOpenedData() {
        assertValues(ValueRange.LEVELS, "lines");
        assertValues(ValueRange.UNIT_INTERVAL, "lines", "data.dequantise=uniform");
        assertValues(ValueRange.BINARY, "lines", "data.binarisation=dynamic");
        assertValues(ValueRange.BINARY, "lines", "data.binarisation=static");
        assertValues(ValueRange.BINARY, "sprites");
    }
}
