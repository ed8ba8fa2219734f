package org.vae4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileClockTest {

    @TempDir
    Path folder;

    @Test
    void timeLiesBetweenThoseOfFilesWrittenBeforeAndAfter() throws IOException {
        Instant before = FileClock.written(Files.createFile(folder.resolve("before")));
        Instant now = FileClock.now(folder);
        Instant after = FileClock.written(Files.createFile(folder.resolve("after")));
        assertThat(now).isBetween(before, after);
    }

    @Test
    void readingTheClockLeavesNoFile() throws IOException {
        FileClock.now(folder);
        assertThat(folder)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(".clock"));
    }

    @Test
    void timeOfAFileIsThatOfItsLastWrite() throws IOException {
        Path file = Files.createFile(folder.resolve("old"));
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        Files.setLastModifiedTime(file, FileTime.from(then));
        assertThat(FileClock.written(file)).isEqualTo(then);
    }

    @Test
    void timeOfAMissingFileIsAnError() {
        assertThatThrownBy(() -> FileClock.written(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
