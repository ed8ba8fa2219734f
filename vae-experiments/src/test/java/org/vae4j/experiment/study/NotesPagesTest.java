package org.vae4j.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.study.catalog.Studies;

/** The page on the notes has every row, and every study that it and the pages of studies name exists. */
class NotesPagesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern COMMAND = Pattern.compile("scripts/vae run ([a-z0-9-]+)");

    @Test
    void everyStudyThatAPageNamesExists() throws IOException {
        for (Path page : pages()) {
            Matcher command = COMMAND.matcher(Files.readString(page));
            while (command.find()) {
                assertThat(Studies.named(command.group(1)))
                        .as("%s in %s", command.group(), page)
                        .isPresent();
            }
        }
    }

    @Test
    void notesHaveEveryRow() throws IOException {
        String notes = Files.readString(DOCS.resolve("notes.md"));
        for (String row : "A1 A2 A3 A4 A5 A6 B1 B2 B3 B4 B5 C1 C2 C3 C4 C5 C6 D1 D2 D3 D4 D5 D6 D7".split(" ")) {
            assertThat(notes).contains("| " + row + " |");
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> studies = Files.list(DOCS.resolve("studies"))) {
            return Stream.concat(
                            Stream.of(DOCS.resolve("notes.md")),
                            studies.filter(p -> p.toString().endsWith(".md")))
                    .toList();
        }
    }
}
