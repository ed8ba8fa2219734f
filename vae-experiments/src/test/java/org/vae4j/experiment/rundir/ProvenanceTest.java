package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;

class ProvenanceTest {

    private static final ExperimentConfig CONFIG =
            new ConfigResolver("example", "", NoOptions.class).resolve(List.of());

    @TempDir
    Path runs;

    private RunDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = RunDirectory.open(runs, CONFIG);
    }

    private Map<?, ?> written() throws IOException {
        return Json.read(directory.file("provenance.json"), Map.class);
    }

    @Test
    void addWritesASection() throws IOException {
        new Provenance(directory, CONFIG, List.of("run")).add("data", "these");
        assertThat(written().get("data")).isEqualTo("these");
        assertThat(written().get("commandLine")).isEqualTo(List.of("run"));
    }

    @Test
    void librariesHaveTheirVersions() throws IOException {
        new Provenance(directory, CONFIG, List.of("run"));
        assertThat((Map<?, ?>) written().get("libraries"))
                .extracting("nd4j-api")
                .isEqualTo("1.0.0-M2.1");
    }

    @Test
    void earlierExecutionsAreListedFromTheNewestInOneList() throws IOException {
        new Provenance(directory, CONFIG, List.of("run", "first"));
        new Provenance(directory, CONFIG, List.of("run", "second"));
        new Provenance(directory, CONFIG, List.of("run", "third"));
        assertThat(written().get("commandLine")).isEqualTo(List.of("run", "third"));
        assertThat((List<?>) written().get("continues"))
                .extracting(execution -> ((Map<?, ?>) execution).get("commandLine"))
                .isEqualTo(List.of(List.of("run", "second"), List.of("run", "first")));
        assertThat(written().toString()).containsOnlyOnce("continues");
    }

    /** Writing over it would lose the record of all earlier executions. */
    @Test
    void aDamagedRecordOfEarlierExecutionsIsNotOverwritten() throws IOException {
        Path file = Files.writeString(directory.file("provenance.json"), "{\"commandLine\": [");
        List<String> commandLine = List.of("run");
        assertThatThrownBy(() -> new Provenance(directory, CONFIG, commandLine))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + file)
                .hasMessageContaining("restore it from a copy, or remove this file");
        assertThat(file).hasContent("{\"commandLine\": [");
    }
}
