package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.DataException;
import org.vae4j.data.idx.IdxReader;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.Sources;

/**
 * Damages files at random and gives them to every reader of files. Each reader must give a result, or refuse the file
 * in one line with exit code 2, without the name of an exception and without exhausting memory or time. A file with a
 * checksum must be accepted only if it is unchanged.
 *
 * <p>Every build damages 200 files, {@code -Pnightly} 2,000; {@code -Dvae4j.mutations.seed=N} chooses other damages.
 */
class MutatedInputsTest {

    private static final int COUNT = Integer.getInteger("vae4j.mutations", 200);
    private static final long SEED = Long.getLong("vae4j.mutations.seed", 1);

    /**
     * A reader of a file.
     *
     * @param file the path of the file in the run directory
     * @param command the command, in which FILE stands for the damaged file and RUN for its run; or IDX or AMAT for the
     *     library's readers of these formats
     */
    private record Reader(String file, String command) {}

    private static final List<Reader> READERS = List.of(
            new Reader("decode.csv", "decode RUN FILE --out OUT.npy"),
            new Reader("decode.npy", "decode RUN FILE --out OUT.npy"),
            new Reader("decoder.zip", "sample FILE --count 2 --out OUT.npy"),
            new Reader("checkpoints/last.zip", "sample RUN --count 2 --out OUT.npy"),
            new Reader("config.yaml", "sample RUN --count 2 --out OUT.npy"),
            new Reader("config.yaml", "report RUN --out OUT.html"),
            new Reader("status.json", "report RUN --out OUT.html"),
            new Reader("provenance.json", "report RUN --out OUT.html"),
            new Reader("metrics.jsonl", "report RUN --out OUT.html"),
            new Reader("eval/test.json", "report RUN --out OUT.html"),
            new Reader("eval/latents.csv", "report RUN --out OUT.html"),
            new Reader("eval/latents.csv", "decode RUN FILE --out OUT.npy"),
            new Reader("figures/captions.json", "report RUN --out OUT.html"),
            new Reader("sweep.yaml", "sweep plan FILE"),
            new Reader("images.idx", "IDX"),
            new Reader("images.amat", "AMAT"));

    @TempDir
    private static Path folder;

    private static Path sound;

    @BeforeAll
    static void makeSoundFiles() throws IOException {
        String typed =
                "run quickstart --quiet data.lines.size=8 data.lines.train=200 data.lines.test=60 model.encoder=[8]"
                        + " model.decoder=[8] model.latent=2 training.batchSize=50 training.epochs=2 --runs " + folder;
        assertThat(Typed.line(typed).code()).isZero();
        try (Stream<Path> runs = Files.list(folder.resolve("quickstart"))) {
            sound = runs.findFirst().orElseThrow();
        }
        for (String ending : List.of("csv", "npy")) {
            String encode = "encode " + sound + " --count 5 --out " + sound.resolve("decode." + ending);
            assertThat(Typed.line(encode).code()).isZero();
        }
        Files.writeString(
                sound.resolve("sweep.yaml"),
                "description: a sweep\nexperiment: quickstart\nseeds: 2\ngrid:\n  model.latent: [2, 3]\n"
                        + "overrides:\n  training.epochs: 3\n");
        Files.write(sound.resolve("images.idx"), idxImages(5, 2, 3));
        Files.writeString(sound.resolve("images.amat"), ("0 1 ".repeat(392).strip() + "\n").repeat(3));
    }

    /** Black images in the IDX format: the magic number of unsigned bytes in three dimensions, and the dimensions. */
    private static byte[] idxImages(int count, int height, int width) {
        int header = 4 * Integer.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(header + count * height * width);
        bytes.putInt(0x803).putInt(count).putInt(height).putInt(width);
        return bytes.array();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void damagedFilesAreReadOrRefusedInOneLine() throws IOException {
        List<String> failures = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Reader reader = READERS.get(i % READERS.size());
            Path run = copy(i);
            Path file = run.resolve(reader.file);
            byte[] before = Files.readAllBytes(file);
            byte[] after = new Mutator(SEED * 1_000_003 + i).damage(before);
            Files.write(file, after);
            String what = reader.file + " by " + reader.command + ", damage " + i + " of seed " + SEED;
            Optional<String> wrong;
            try {
                Result result = read(reader.command, run, file);
                refused += result.code == 2 ? 1 : 0;
                wrong = result.wrong();
                if (wrong.isEmpty()
                        && reader.command.equals("AMAT")
                        && result.code == 0
                        && !Arrays.equals(before, after)) {
                    wrong = Optional.of("accepted what its checksum must refuse");
                }
            } catch (RuntimeException | Error e) {
                wrong = Optional.of("threw " + e);
            }
            wrong.ifPresent(text -> failures.add(what + ": " + text));
            assertThat(run).as(what).exists();
            delete(run);
        }
        if (!failures.isEmpty()) {
            fail(failures.size() + " of " + COUNT + ":\n" + String.join("\n", failures));
        }
        assertThat(refused).as("files that were damaged enough to be refused").isGreaterThan(COUNT / 5);
    }

    private static Result read(String command, Path run, Path file) throws IOException {
        if (command.equals("IDX")) {
            return library(
                    () -> IdxReader.read(new ByteArrayInputStream(Files.readAllBytes(file)), file.toString(), 3));
        }
        if (command.equals("AMAT")) {
            Source source = Sources.find("mnist-larochelle").orElseThrow();
            return library(() -> source.verify(file, "binarized_mnist_test.amat"));
        }
        String typed = command.replace("FILE", file.toString())
                .replace("RUN", run.toString())
                .replace("OUT", run.resolve("out").toString());
        return Result.of(Typed.line(typed));
    }

    private static Result library(Reading reading) throws IOException {
        try {
            reading.run();
            return new Result(0, "", "");
        } catch (DataException e) {
            return new Result(2, "", "vae: " + e.getMessage() + "\n");
        }
    }

    private static Path copy(int number) throws IOException {
        Path copy = folder.resolve("copies/run-" + number);
        try (Stream<Path> files = Files.walk(sound, 2)) {
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

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Reads a file by the library, without a command. */
    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }

    /** The exit code and the output of a command. */
    private record Result(int code, String out, String err) {

        static Result of(Typed command) {
            return new Result(command.code(), command.out(), command.err());
        }

        /** Describes how the command misbehaved; empty where it did not. */
        Optional<String> wrong() {
            if (code != 0 && code != 2) {
                return Optional.of("exit code " + code + ": " + err.strip());
            }
            if (code == 2
                    && err.lines().filter(line -> line.startsWith("vae: ")).count() != 1) {
                return Optional.of("not one line: " + err.strip());
            }
            if (err.contains("Exception") || err.contains("\tat ")) {
                return Optional.of("names an exception: " + err.strip());
            }
            return (out + err).matches("(?s).*[\\x00-\\x08\\x0b-\\x1f\\x7f].*")
                    ? Optional.of("commands the terminal: " + err.strip())
                    : Optional.empty();
        }
    }
}
