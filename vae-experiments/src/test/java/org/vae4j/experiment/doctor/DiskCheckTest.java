package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.doctor.Finding.Level;

class DiskCheckTest {

    @TempDir
    private Path folder;

    @Test
    void littleFreeSpaceIsAWarning() {
        DiskCheck check = new DiskCheck(folder, folder);
        assertThat(check.verdict("runs", 10 << 20, 1 << 30, "say --runs DIR").level())
                .isEqualTo(Level.WARN);
    }

    @Test
    void folderThatCannotBeMadeFailsAndOneThatCanIsNotMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        DiskCheck check = new DiskCheck(folder.resolve("not/there/yet"), file.resolve("runs"));
        assertThat(check.findings()).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL);
        assertThat(folder.resolve("not")).doesNotExist();
    }
}
