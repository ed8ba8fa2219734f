package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.terminal.Terminal;

/** Checks that each command on the project's page of results trains the configuration of the run in its row. */
class CommandsOfThePageTest {

    /** A row of the table of runs: target, seed, epochs in the name of its picture, and the command at its end. */
    private static final Pattern ROW =
            Pattern.compile("\\| \\[`(\\S+)`]\\(results/\\1-(\\S+)-epoch\\d+\\.png\\) \\|.*\\| `([^`]+)` \\|");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    /** Words of a command: scripts/vae reproduce run TARGET OVERRIDE... */
    private static final int TARGET = 3;

    private static final int OVERRIDES_FROM = 4;
    private static final String SHORTEN = "--shorten=";

    /** The target, the run directory and the command of each row. */
    static Stream<Arguments> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "results.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> isNotRenamed(row.group(1)))
                .map(row -> Arguments.of(row.group(1), row.group(2), row.group(3)));
    }

    /** The hash of a configuration depends on its name, so the run of a renamed target has another directory. */
    private static boolean isNotRenamed(String id) {
        return PublishedTarget.named(id).orElseThrow().formerly().isEmpty();
    }

    /** The name of a run directory ends in the hash of its configuration. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rows")
    void commandTrainsTheConfigurationOfItsRow(String id, String directory, String command) {
        assertThat(command).startsWith("scripts/vae reproduce run " + id);
        assumeTrue(
                !command.contains(SHORTEN) || hasMnist(),
                "skipped: a shortened plan counts the examples; set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        assertThat(directory(command)).hasToString(directory);
    }

    private static boolean hasMnist() {
        String folder = System.getenv("VAE_DATA_DIR");
        return folder != null && Files.isDirectory(Path.of(folder, "mnist"));
    }

    /** The name of the run directory of a command, by the words and options that {@code vae reproduce run} reads. */
    private static Path directory(String command) {
        List<String> words = new ArrayList<>(WORD.matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList());
        Extent extent = new Extent.Beginning();
        for (String word : List.copyOf(words)) {
            if (word.startsWith("--")) {
                words.remove(word);
                extent = word.startsWith(SHORTEN)
                        ? new Extent.Alike(Integer.parseInt(word.substring(SHORTEN.length())))
                        : new Extent.Full();
            }
        }
        RunRequest request = new RunRequest(
                Path.of("runs"),
                Optional.empty(),
                words.subList(OVERRIDES_FROM, words.size()),
                false,
                true,
                List.of("test"));
        PrintWriter discarded = new PrintWriter(Writer.nullWriter());
        return new Reproduction(
                        PublishedTarget.named(words.get(TARGET)).orElseThrow(),
                        extent,
                        request,
                        new Terminal(discarded, discarded, false, true))
                .root()
                .getFileName();
    }
}
