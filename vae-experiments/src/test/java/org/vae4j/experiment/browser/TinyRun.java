package org.vae4j.experiment.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.study.training.Quickstart;

/** Trains runs of a second or two, for tests of the files of a run. */
public final class TinyRun {

    private static final List<String> LINES = List.of("data.lines.size=8", "data.lines.train=96", "data.lines.test=32");

    private static final List<String> TINY =
            List.of("model.encoder=[16]", "model.decoder=[16]", "training.batchSize=32", "training.epochs=3");

    private TinyRun() {}

    /** Trains on tiny generated images. Returns the run directory. */
    public static Path train(Path runs, String... overrides) throws IOException {
        List<String> all = new ArrayList<>(LINES);
        all.addAll(TINY);
        all.addAll(List.of(overrides));
        return run(runs, all);
    }

    /** Trains on given data. Returns the run directory. */
    public static Path trainOn(Path source, Path runs, String... overrides) throws IOException {
        List<String> all = new ArrayList<>(TINY);
        all.add("data.source=" + source);
        all.addAll(List.of(overrides));
        return run(runs, all);
    }

    private static Path run(Path runs, List<String> all) throws IOException {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int code = StudyRunner.run(
                new Quickstart(),
                new RunRequest(runs, Optional.empty(), all, false, true, List.of("test")),
                new Terminal(writer, writer, false, true));
        assertThat(code).as(output.toString()).isZero();
        // The last line of a run ends in "in DIRECTORY".
        String name = output.toString()
                .lines()
                .reduce((previous, line) -> line)
                .orElseThrow()
                .replaceFirst(".* in ", "");
        assertThat(Path.of(name)).isDirectory();
        return Path.of(name);
    }

    /** {@return the paths of all files of a run, relative to its directory and sorted} */
    public static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> run.relativize(f).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
