package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.study.terminal.ExitCode;

/**
 * Runs every command that writes on a full and on a read-only disk. Each must fail with one line that names the file
 * and the remedy and with the exit code for such disks, and must leave the existing files as they are.
 */
@EnabledOnOs(OS.LINUX)
class CommandsDiskTest {

    private static final String TINY = "data.lines.size=8 data.lines.train=100 data.lines.test=20 model.encoder=[8]"
            + " model.decoder=[8] model.latent=2 training.batchSize=50 training.epochs=1";

    @TempDir
    private static Path folder;

    private static MountedDisk disk;
    private static Path run;

    private static String err = "";

    @BeforeAll
    static void trainOnADiskOfItsOwn() throws IOException {
        Files.writeString(
                folder.resolve("tiny.yaml"),
                "experiment: quickstart\nseeds: 1\noverrides:\n  "
                        + TINY.replace(" ", "\n  ").replace("=", ": ") + "\n");
        disk = MountedDisk.at(folder.resolve("disk"), "size=8m");
        assertThat(vae("run quickstart --quiet --runs DISK " + TINY)).as(err).isZero();
        try (Stream<Path> runs = Files.list(disk.place().resolve("quickstart"))) {
            run = runs.findFirst().orElseThrow();
        }
        for (String typed : new String[] {
            "report RUN", "report DISK --out DISK/all.html", "sweep collect FOLDER/tiny.yaml --runs DISK",
        }) {
            assertThat(vae(typed)).as(typed + err).isZero();
        }
    }

    @AfterAll
    static void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eval RUN --samples 3 --examples 5 | RUN/eval/nll | give the command again",
                "eval RUN --metrics=ais --examples 2 --chains 1 --temperatures 2 | RUN/eval/ais | give the command again",
                "sample RUN --count 4 | RUN/sample-1.png | --out",
                "sample RUN --count 4 --out DISK/s.npy | DISK/s.npy | --out",
                "sample RUN --count 4 --out DISK/s.csv | DISK/s.csv | --out",
                "interpolate RUN --between 0,1 --out DISK/i.gif | DISK/i.gif | --out",
                "traverse RUN --dims z1 --out DISK/t.png | DISK/t.png | --out",
                "reconstruct RUN --count 2 --out DISK/r.png | DISK/r.png | --out",
                "encode RUN --count 4 --out DISK/e.npy | DISK/e.npy | --out",
                "export RUN --out DISK/m.safetensors | DISK/m.safetensors | --out",
                "novelty RUN --count 10 | RUN/eval/novelty.json | give the command again",
                "report RUN | RUN/report.html | --out",
                "report DISK --out DISK/all.html | DISK/all.html | --out",
                "sweep collect FOLDER/tiny.yaml --runs DISK | DISK/sweeps/tiny | writable disk",
                "reproduce results --runs DISK --out DISK/pages | DISK/pages | --out",
            })
    void refusesAFullDiskAndKeepsExistingFiles(String typed, String file, String remedy) throws IOException {
        Map<Path, String> before = content();
        disk.fill();
        try {
            assertRefused(typed, file, "space", remedy);
        } finally {
            disk.free();
        }
        assertThat(content()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample RUN --count 4 --out DISK/s.png | DISK/s.png | --out",
                "encode RUN --count 4 --out DISK/e.npy | DISK/e.npy | --out",
                "eval RUN --samples 3 --examples 5 | RUN/eval/nll | give the command again",
                "report RUN | RUN/report.html | --out",
            })
    void refusesAReadOnlyDisk(String typed, String file, String remedy) throws IOException {
        try (MountedDisk other = MountedDisk.at(folder.resolve("other"), "size=8m")) {
            copy(disk.place(), other.place());
            other.lock();
            assertRefused(on(other, typed), on(other, file), "disk", remedy);
        }
    }

    /** Replaces the disk of the runs by another one. */
    private static String on(MountedDisk other, String text) {
        return text.replace("RUN", "DISK/" + disk.place().relativize(run))
                .replace("DISK", other.place().toString());
    }

    /**
     * Requires that a command fails in one line.
     *
     * @param typed the command
     * @param file the beginning of the path that the line names
     * @param why a word of the system's reason
     * @param remedy the remedy that the line names
     */
    private static void assertRefused(String typed, String file, String why, String remedy) {
        assertThat(vae(typed)).as("%s: %s", typed, err).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(err.lines().filter(line -> line.startsWith("vae: ")))
                .as(typed)
                .singleElement()
                .asString()
                .startsWith("vae: cannot write to " + expanded(file))
                .contains(why, remedy)
                .doesNotContain("Exception");
    }

    private static String expanded(String text) {
        return text.replace("RUN", String.valueOf(run))
                .replace("DISK", disk == null ? "" : disk.place().toString())
                .replace("FOLDER", folder.toString());
    }

    private static int vae(String typed) {
        Typed ended = Typed.line(expanded(typed));
        err = ended.err();
        return ended.code();
    }

    /** A hash of the content of each file; folders are left out, because commands may make some before they fail. */
    private static Map<Path, String> content() throws IOException {
        Map<Path, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(disk.place())) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    content.put(file, Integer.toHexString(Arrays.hashCode(Files.readAllBytes(file))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return content;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
