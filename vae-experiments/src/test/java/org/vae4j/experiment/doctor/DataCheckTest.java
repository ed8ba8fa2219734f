package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.source.DataFolders;
import org.vae4j.experiment.doctor.Finding.Level;

class DataCheckTest {

    @TempDir
    private Path folder;

    private DataCheck check;

    @BeforeEach
    void lookInTheFolderOnly() {
        check = new DataCheck(new DataFolders(
                Optional.empty(),
                Map.of("VAE_DATA_DIR", folder.toString(), "XDG_CACHE_HOME", "/nowhere"),
                folder,
                "Linux"));
    }

    @Test
    void computerWithoutDataIsInOrder() {
        assertThat(check.findings()).extracting(Finding::level).containsExactly(Level.OK);
    }

    @Test
    void missingFileIsAWarning() throws IOException {
        Files.createDirectories(folder.resolve("mnist"));
        assertThat(check.findings().get(0).level()).isEqualTo(Level.WARN);
    }

    @Test
    void fileWithAnotherChecksumFails() throws IOException {
        Path mnist = Files.createDirectories(folder.resolve("mnist"));
        Files.write(mnist.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1});
        Finding finding = check.findings().get(0);
        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.fix()).contains("delete the file, then vae data fetch mnist");
    }
}
