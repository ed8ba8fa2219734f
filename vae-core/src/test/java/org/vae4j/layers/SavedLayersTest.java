package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.testing.Values;

/**
 * Tests that this version reads a model that version 0.1 trained and saved. The model contains every layer and vertex
 * that this package had then.
 */
class SavedLayersTest {

    /** Single-precision arithmetic on scores of about 18, in another order on another processor. */
    private static final double ROUNDING = 1e-4;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void unpack() throws IOException {
        file = folder.resolve("every-layer.zip");
        try (InputStream saved = SavedLayersTest.class.getResourceAsStream("every-layer-0.1.zip")) {
            Files.copy(saved, file);
        }
    }

    private ComputationGraph load() throws IOException {
        return ComputationGraph.load(file.toFile(), true);
    }

    @Test
    void configurationIsWrittenAsItWasRead() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream entry = zip.getInputStream(zip.getEntry("configuration.json"))) {
            String saved = new String(entry.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(load().getConfiguration().toJson()).isEqualTo(saved);
        }
    }

    /**
     * The two scores were recorded when noise became a function of the example (decision 6). Version 0.1 drew other
     * noise, with which the scores were 17.6402 and 17.5808.
     */
    @Test
    void loadedModelHasTheRecordedScoresBeforeAndAfterAStep() throws IOException {
        ComputationGraph graph = load();
        INDArray x = Values.pixels(7, DataType.FLOAT, 3, 16);
        assertThat(graph.score(new DataSet(x, x))).isCloseTo(17.847951347674623, within(ROUNDING));
        graph.fit(new DataSet(x, x));
        assertThat(graph.score(new DataSet(x, x))).isCloseTo(17.459675790042507, within(ROUNDING));
    }
}
