package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.study.terminal.ExitCode;

/**
 * Damages every JSON file that the program reads back, as editors, scripts and disks do, and runs every command that
 * reads it. Each must give a result, or one line and exit code 2, and never the name of an exception.
 */
class DamagedRunFilesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TINY = "data.lines.size=8 data.lines.train=100 data.lines.test=20 model.encoder=[8]"
            + " model.decoder=[8] model.latent=2 training.batchSize=50 training.epochs=2";

    @TempDir
    private static Path folder;

    private static Path sound;
    private static Path table;
    private static int copies;

    /** Ways in which a file is damaged. */
    enum Damage {
        EMPTY,
        NULL,
        LIST,
        OBJECT,
        HALF,
        NO_TEXT,
        TEXT_FOR_NUMBERS,
        LISTS_FOR_VALUES,
        NULLS_FOR_VALUES;

        byte[] of(byte[] before) throws IOException {
            return switch (this) {
                case EMPTY -> new byte[0];
                case NULL -> text("null");
                case LIST -> text("[]");
                case OBJECT -> text("{}");
                case HALF -> Arrays.copyOf(before, before.length / 2);
                case NO_TEXT -> new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{', (byte) 0x80};
                case TEXT_FOR_NUMBERS ->
                    eachLine(before, leaf -> leaf.isNumber() ? factory().textNode("many") : leaf);
                case LISTS_FOR_VALUES -> eachLine(before, leaf -> factory().arrayNode());
                case NULLS_FOR_VALUES -> eachLine(before, leaf -> factory().nullNode());
            };
        }

        private static JsonNodeFactory factory() {
            return JsonNodeFactory.instance;
        }

        private static byte[] text(String content) {
            return content.getBytes(StandardCharsets.UTF_8);
        }

        /** Replaces the leaves of each JSON value of a file; a file with one object per line stays such a file. */
        private static byte[] eachLine(byte[] before, Leaves leaves) throws IOException {
            StringBuilder after = new StringBuilder();
            try (var values = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(before)) {
                while (values.hasNext()) {
                    after.append(replaced(values.next(), leaves)).append('\n');
                }
            }
            return text(after.toString());
        }

        private static JsonNode replaced(JsonNode node, Leaves leaves) {
            if (node instanceof ObjectNode object) {
                ObjectNode copy = object.objectNode();
                object.properties().forEach(entry -> copy.set(entry.getKey(), replaced(entry.getValue(), leaves)));
                return copy;
            }
            if (node instanceof ArrayNode array) {
                ArrayNode copy = array.arrayNode();
                array.forEach(element -> copy.add(replaced(element, leaves)));
                return copy;
            }
            return leaves.replace(node);
        }

        /** Replaces a number, a text, a truth value or a null. */
        @FunctionalInterface
        private interface Leaves {
            JsonNode replace(JsonNode leaf);
        }
    }

    @BeforeAll
    static void makeSoundFiles() throws IOException {
        sound = Files.createDirectory(folder.resolve("sound"));
        table = Files.writeString(
                folder.resolve("table.csv"),
                Stream.iterate(0, i -> i < 60, i -> i + 1)
                        .map(i -> Math.sin(i) + "," + Math.cos(i) + "," + i)
                        .collect(Collectors.joining("\n", "a,b,c\n", "\n")));
        expectDone("run quickstart --quiet --name done " + TINY + " --runs " + sound);
        expectDone("eval " + run(sound, "quickstart", "done") + " --samples 3 --examples 5");
        vae("run quickstart --quiet --name paused runtime.untilEpoch=1 " + TINY + " --runs " + sound);
        expectDone("run my-vae --quiet --name own data.source=" + table
                + " model.encoder=[4] model.decoder=[4] model.latent=2 training.epochs=1 --runs " + sound);
        Files.writeString(
                sound.resolve("tiny.yaml"),
                "experiment: quickstart\nseeds: 2\noverrides:\n"
                        + TINY.lines()
                                .flatMap(line -> Stream.of(line.split(" ")))
                                .map(setting -> "  " + setting.replace("=", ": ") + "\n")
                                .collect(Collectors.joining()));
        expectDone("run quickstart --quiet " + TINY + " --runs " + sound);
        expectDone("sweep run " + sound.resolve("tiny.yaml") + " --runs " + sound + " --task 1/2");
        Path failures = Files.createDirectories(sound.resolve("sweeps/tiny/failures"));
        Files.writeString(failures.resolve("TRIAL.json"), "{\"reason\": \"it diverged\", \"lastWords\": [\"a\"]}");
    }

    /** Every build does two damages per file and command, {@code -Pnightly} does all. */
    private static final boolean ALL = Integer.getInteger("vae4j.mutations", 0) >= 2000;

    /** Each file is read by the command that checks most of its content. */
    @ParameterizedTest
    @CsvSource({
        "done, status.json, report RUN",
        "done, provenance.json, report RUN",
        "done, metrics.jsonl, report RUNS/quickstart --out OUT.html",
        "done, eval/test.json, report RUN",
        "done, eval/NLL, eval RUN --samples 3 --examples 5",
        "done, figures/captions.json, report RUN",
        "done, .lease-1, resume RUN --quiet",
        "own, data.json, report RUN",
        "own, data.json, sample RUN --count 2 --out OUT.csv",
        "seed1, eval/test.json, sweep collect RUNS/tiny.yaml --runs RUNS",
        "sweep, FAILURE, sweep status RUNS/tiny.yaml --runs RUNS",
        "paused, provenance.json, resume RUN --quiet",
    })
    void aDamagedFileIsReadOrRefusedInOneLine(String which, String file, String command) throws IOException {
        runWithSome(which, file, command, Damage.values());
    }

    @ParameterizedTest
    @CsvSource({
        "done, status.json, report RUNS/quickstart --out OUT.html",
        "done, status.json, resume RUN --quiet",
        "done, status.json, sample RUN --count 2 --out OUT.npy",
        "done, status.json, reproduce-run RUN --runs OUT",
        "done, provenance.json, eval RUN --samples 2 --examples 5",
        "done, provenance.json, reproduce-run RUN --runs OUT",
        "done, metrics.jsonl, resume RUN --quiet",
        "done, metrics.jsonl, reproduce-run RUN --runs OUT",
        "done, eval/test.json, report RUNS/quickstart --out OUT.html",
        "done, eval/test.json, resume RUN --quiet",
        "done, eval/test.json, reproduce-run RUN --runs OUT",
        "done, eval/NLL, report RUN",
        "paused, status.json, resume RUN --quiet",
        "paused, metrics.jsonl, resume RUN --quiet",
        "paused, .lease-1, resume RUN --quiet",
        "paused, figures/captions.json, resume RUN --quiet",
        "own, data.json, eval RUN --samples 2 --examples 5",
        "own, data.json, resume RUN --quiet",
        "own, provenance.json, encode RUN --count 2 --out OUT.npy",
        "seed1, status.json, sweep status RUNS/tiny.yaml --runs RUNS",
        "seed1, status.json, sweep collect RUNS/tiny.yaml --runs RUNS",
        "seed1, metrics.jsonl, sweep collect RUNS/tiny.yaml --runs RUNS",
        "seed1, eval/test.json, sweep status RUNS/tiny.yaml --runs RUNS",
        "sweep, FAILURE, sweep collect RUNS/tiny.yaml --runs RUNS",
    })
    void aDamagedFileIsReadOrRefusedInOneLineByEveryOtherCommand(String which, String file, String command)
            throws IOException {
        runWithSome(which, file, command, Damage.NULL, Damage.LISTS_FOR_VALUES);
    }

    /** Runs a command with some of the damages, chosen by the row, so that the rows together try all of them. */
    private static void runWithSome(String which, String file, String command, Damage... damages) throws IOException {
        int first = Math.floorMod((which + file + command).hashCode(), damages.length);
        for (int i = 0; i < (ALL ? damages.length : Math.min(2, damages.length)); i++) {
            runWith(which, file, command, damages[(first + i * (damages.length / 2)) % damages.length]);
        }
    }

    /** Damages a file in a copy of all runs and runs a command there. */
    private static void runWith(String which, String file, String command, Damage damage) throws IOException {
        Path runs = copy();
        Path run = which.equals("sweep") ? runs.resolve("sweeps/tiny") : run(runs, "", which);
        Path damaged = named(run, file);
        if (!Files.isRegularFile(damaged)) {
            Files.createDirectories(damaged.getParent());
            Files.writeString(
                    damaged, "{\"a.png\": {\"title\": \"t\", \"text\": \"\", \"alt\": \"\", \"sheet\": true}}");
        }
        Files.write(damaged, damage.of(Files.readAllBytes(damaged)));
        age(run);
        Result result = vae(command.replace("RUNS", runs.toString())
                .replace("RUN", run.toString())
                .replace("OUT", runs.resolve("out").toString()));
        result.requireOrderly(file + " " + damage + ": " + command, command.startsWith("reproduce-run"));
        delete(runs);
    }

    private static Path named(Path run, String file) throws IOException {
        String pattern = file.equals("eval/NLL") ? "eval/nll*.json" : file.equals("FAILURE") ? "failures/*.json" : file;
        try (Stream<Path> files = Files.walk(run, 2)) {
            return files.filter(f -> run.getFileSystem()
                            .getPathMatcher("glob:" + run + "/" + pattern)
                            .matches(f))
                    .findFirst()
                    .orElse(run.resolve(pattern));
        }
    }

    private static Path run(Path runs, String study, String name) throws IOException {
        try (Stream<Path> files = Files.walk(runs, 2)) {
            return files.filter(f -> f.getFileName().toString().startsWith(name + "-")
                            && f.getParent().toString().contains(study))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void expectDone(String typed) {
        Result result = vae(typed);
        assertThat(result.code).as(typed + "\n" + result.err).isZero();
    }

    private static Result vae(String typed) {
        Typed command = Typed.line(typed);
        return new Result(command.code(), command.out(), command.err());
    }

    private static Path copy() throws IOException {
        Path copy = folder.resolve("copy-" + copies++);
        try (Stream<Path> files = Files.walk(sound)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".png"))
                    .toList()) {
                Path target = copy.resolve(sound.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return copy;
    }

    /** Makes all files of a run an hour old, so that no command waits for a sign of life of an owner it cannot read. */
    private static void age(Path run) throws IOException {
        FileTime anHourAgo = FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS));
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, anHourAgo);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The exit code and the output of a command. */
    private record Result(int code, String out, String err) {

        void requireOrderly(String what, boolean compares) {
            List<String> lines =
                    err.lines().filter(line -> line.startsWith("vae: ")).toList();
            if (compares && code == ExitCode.FAILED) {
                // The result of a comparison of two runs that differ has this code.
                assertThat(out).as(what).contains("different");
                return;
            }
            // A lease whose owner is unreadable may be held by another process, which has an exit code of its own.
            assertThat(code).as("%s%n%s%n%s", what, out, err).isIn(ExitCode.DONE, ExitCode.BAD_INPUT, ExitCode.BUSY);
            assertThat(lines).as("%s%n%s", what, err).hasSizeBetween(code == 0 ? 0 : 1, 1);
            assertThat(err).as(what).doesNotContain("Exception", "\tat ");
        }
    }
}
