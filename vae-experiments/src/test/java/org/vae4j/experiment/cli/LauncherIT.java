package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.model.guard.ModelExtension;
import org.vae4j.train.checkpoint.Checkpoint;

/** The launcher and whole processes: what a test inside one Java cannot see. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final long PATIENCE_SECONDS = 600;

    @TempDir
    static Path folder;

    private static Path project;

    private Path here;
    private String out = "";
    private String err = "";

    /** A built project in a path with blanks, away from the sources. */
    @BeforeAll
    static void copyTheBuiltProject() throws IOException {
        project = copyOfTheBuiltProject(folder.resolve("a path with blanks"));
    }

    private static Path copyOfTheBuiltProject(Path to) throws IOException {
        Path original = Path.of(System.getProperty("vae.project"));
        Files.createDirectories(to);
        for (String file : List.of("pom.xml", "vae-core/pom.xml", "vae-datasets/pom.xml", "vae-experiments/pom.xml")) {
            copy(original, to, file);
            Files.setLastModifiedTime(to.resolve(file), FileTime.from(Instant.EPOCH));
        }
        copy(original, to, "scripts/vae");
        Path target = original.resolve("vae-experiments/target");
        try (Stream<Path> files = Stream.concat(Files.list(target), Files.list(target.resolve("lib")))) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).collect(Collectors.toList())) {
                copy(original, to, original.relativize(jar).toString());
            }
        }
        for (String module : List.of("vae-core", "vae-datasets", "vae-experiments")) {
            // As old as the rest, or the launcher would build anew.
            Path sources = Files.createDirectories(to.resolve(module).resolve("src/main"));
            Files.setLastModifiedTime(sources, FileTime.from(Instant.EPOCH));
        }
        copy(original, to, "vae-experiments/target/jvm.options");
        return to;
    }

    @BeforeEach
    void standElsewhere() throws IOException {
        here = Files.createTempDirectory(folder, "somewhere else ");
    }

    @Test
    void listsWithoutLoadingTheNumericalBackend() throws Exception {
        Path loaded = here.resolve("classes.txt");
        ProcessBuilder builder = vae("list");
        builder.environment().put("VAE_JAVA_OPTS", "-Xlog:class+load:file=classes.txt");

        assertThat(end(builder.start())).as(err).isZero();
        assertThat(out).contains("quickstart", "mnist-vae");
        assertThat(err).isEmpty();
        assertThat(Files.readString(loaded))
                .contains("org.vae4j.experiment.cli.Vae")
                .doesNotContain("org.nd4j.linalg.factory.Nd4j", "org.deeplearning4j", "org.bytedeco");
    }

    @Test
    void writesWhereThePersonStandsAndNothingIntoTheProject() throws Exception {
        // The first use sets the build aside, the first training reads its classes.
        assertThat(end(run("training.epochs=1", "--name", "first").start()))
                .as(err)
                .isZero();
        List<Path> before = tree();
        assertThat(end(run("training.epochs=1", "--json").start())).as(err).isZero();

        assertThat(new ObjectMapper().readTree(out).get("run").asText()).startsWith("runs/quickstart/seed1-");
        assertThat(here.resolve("runs/quickstart")).isNotEmptyDirectory();
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void theFirstTrainingOfABuildReadsItsClassesForLaterStarts() throws Exception {
        Path plain = copyOfTheBuiltProject(folder.resolve("plain"));
        assertThat(end(in(plain, run("training.epochs=1", "--json")).start()))
                .as(err)
                .isZero();
        for (ProcessBuilder later : List.of(vae("list"), run("training.epochs=1", "seed=2"))) {
            later.environment().put("VAE_JAVA_OPTS", "-Xlog:class+load:file=classes.txt");
            assertThat(end(in(plain, later).start())).as(err).isZero();
            assertThat(err).doesNotContain("faster starts", "cds");
            assertThat(Files.readAllLines(here.resolve("classes.txt")))
                    .anyMatch(line -> line.contains("org.vae4j.experiment.cli.Vae ")
                            && line.contains("shared objects file (top)"));
        }
    }

    /** Java shares no classes of jars in a path with a blank: nothing is made there, and nothing said. */
    @Test
    void aPathWithABlankStartsAsBefore() throws Exception {
        assertThat(end(run("training.epochs=1", "seed=3").start())).as(err).isZero();
        assertThat(err).doesNotContain("faster starts", "cds");
    }

    /** Maven leaves the program's jar as it is when only another module has changed. */
    @Test
    void aChangeOfAnotherModuleIsBuiltOnceAndUsed() throws Exception {
        Path changed = copyOfTheBuiltProject(folder.resolve("changed"));
        assertThat(end(in(changed, vae("list")).start())).as(err).isZero();
        Path current = changed.resolve("vae-experiments/target/app/current");
        String before = Files.readString(current);
        Path maven = Files.createDirectories(here.resolve("tools")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho built >>\"$(dirname \"$0\")/builds\"\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(changed.resolve("vae-core/src/main/New.java"));
        for (int use = 0; use < 2; use++) {
            ProcessBuilder list = in(changed, vae("list"));
            list.environment().put("PATH", maven.getParent() + ":" + System.getenv("PATH"));
            assertThat(end(list.start())).as(err).isZero();
        }
        assertThat(Files.readAllLines(maven.resolveSibling("builds"))).containsExactly("built");
        assertThat(Files.readString(current)).isNotEqualTo(before);
    }

    private static ProcessBuilder in(Path project, ProcessBuilder command) {
        List<String> words = new ArrayList<>(command.command());
        words.set(0, project.resolve("scripts/vae").toString());
        return command.command(words);
    }

    @Test
    void passesThreadsAndCoreTypeToTheBackend() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/cpuinfo")), "needs /proc/cpuinfo");
        assumeTrue(System.getProperty("os.arch").matches("amd64|x86_64"), "needs a processor that has such kernels");
        ProcessBuilder doctor = vae("doctor");
        doctor.environment().put("OPENBLAS_CORETYPE", "NEHALEM");
        // A processor that can do more is told so, and the exit code says it too.
        boolean newer = Files.readString(Path.of("/proc/cpuinfo")).contains(" avx");
        assertThat(end(doctor.start())).as(out + err).isEqualTo(newer ? 1 : 0);
        assertThat(out).containsIgnoringCase("core type Nehalem");
        if (newer) {
            assertThat(out).contains("FAIL  BLAS", "-> unset OPENBLAS_CORETYPE");
        }
    }

    /** The name of the folder can be guessed, and whoever makes it first could put code of his own there. */
    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "link"})
    void nativeCodeComesFromNoFolderOfSomebodyElse(String made) throws Exception {
        Path temporary = Files.createDirectory(here.resolve("tmp"));
        Path guessed = temporary.resolve("vae4j-" + uid());
        if (made.equals("link")) {
            Path elsewhere = Files.createDirectory(
                    here.resolve("elsewhere"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createSymbolicLink(guessed, elsewhere);
        } else {
            Files.createDirectory(guessed);
            Files.setPosixFilePermissions(guessed, PosixFilePermissions.fromString(made));
        }
        assertThat(end(withoutCache(temporary).start())).as(err).isZero();
        String cache = property("org.bytedeco.javacpp.cachedir");
        assertThat(cache).startsWith(temporary.toString()).doesNotStartWith(guessed + "/");
        assertThat(Files.getPosixFilePermissions(Path.of(cache).getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(err).contains("is not yours alone", "VAE_CACHE_DIR");
    }

    @Test
    void aTemporaryFolderOfOnesOwnIsUsedAgain() throws Exception {
        Path temporary = Files.createDirectory(here.resolve("tmp"));
        for (int i = 0; i < 2; i++) {
            assertThat(end(withoutCache(temporary).start())).as(err).isZero();
            assertThat(property("org.bytedeco.javacpp.cachedir"))
                    .isEqualTo(temporary
                            .resolve("vae4j-" + uid())
                            .resolve("javacpp")
                            .toString());
            assertThat(err).doesNotContain("is not yours alone");
        }
    }

    /** In the locale C Java could not open a folder with such a name. */
    @Test
    void aLocaleWithoutUtf8IsReplaced() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/locale")), "needs locales to choose from");
        ProcessBuilder builder = vae("report", "Jos\u00e9");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("VAE_JAVA_OPTS", "-XshowSettings:properties");
        assertThat(end(builder.start())).as(err).isEqualTo(2);
        assertThat(property("sun.jnu.encoding")).isEqualTo("UTF-8");
    }

    @Test
    void aUserWhomTheSystemDoesNotKnowIsAtHomeWhereTheEnvironmentSays() throws Exception {
        assumeTrue(
                uid().equals("0") && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "needs the right to be another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(here.resolve("home"));
        Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        // The build is set aside by its owner.
        assertThat(end(vae("list").start())).as(err).isZero();
        ProcessBuilder builder = vae("list");
        builder.command(Stream.concat(
                        Stream.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"),
                        builder.command().stream())
                .toList());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("VAE_JAVA_OPTS", "-XshowSettings:properties");
        assertThat(end(builder.start())).as(err).isZero();
        assertThat(property("user.home")).isEqualTo(home.toString());
    }

    @Test
    void aFileSystemThatRunsNoCodeIsNamed() throws Exception {
        Path disk = Files.createDirectory(here.resolve("disk"));
        assumeTrue(
                uid().equals("0")
                        && new ProcessBuilder("mount", "-t", "tmpfs", "-o", "noexec,size=1m", "tmpfs", disk.toString())
                                        .start()
                                        .waitFor()
                                == 0,
                "needs the right to mount a disk");
        try {
            ProcessBuilder builder = vae("sample", "somewhere");
            builder.environment().put("VAE_CACHE_DIR", disk.resolve("cache").toString());
            assertThat(end(builder.start())).isEqualTo(2);
            assertThat(err.lines())
                    .singleElement()
                    .asString()
                    .contains("mounted noexec", disk.toString(), "VAE_CACHE_DIR");
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    /** Nobody got the results; a reader that has seen enough is another matter. */
    @Test
    void resultsThatCannotBeWrittenAreNoSuccess() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs a device that is full");
        for (String command : List.of("list", "describe quickstart", "data list", "--version")) {
            ProcessBuilder full = vae(command.split(" ")).redirectOutput(new java.io.File("/dev/full"));
            assertThat(endOf(full.start())).as(command).isEqualTo(1);
            assertThat(err.lines()).as(command).singleElement().asString().contains("cannot write to standard output");
        }
        ProcessBuilder head = vae("describe", "quickstart");
        String quoted = "'" + head.command().get(0) + "' describe quickstart | true; test ${PIPESTATUS[0]} -eq 141";
        assertThat(end(head.command("bash", "-c", quoted).start())).isZero();
        assertThat(err).isEmpty();
    }

    private ProcessBuilder withoutCache(Path temporary) throws IOException {
        ProcessBuilder builder = vae("list");
        builder.environment().remove("VAE_CACHE_DIR");
        builder.environment().put("XDG_CACHE_HOME", "/proc/none");
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("VAE_JAVA_OPTS", "-XshowSettings:properties");
        return builder;
    }

    /** Of the settings that Java showed. */
    private String property(String name) {
        return err.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + " = "))
                .map(line -> line.substring(name.length() + 3))
                .findFirst()
                .orElse("");
    }

    private static String uid() throws IOException {
        return Files.getAttribute(folder, "unix:uid").toString();
    }

    @Test
    void stopsAtACheckpointAndContinuesFromIt() throws Exception {
        Process process = run("training.epochs=100000").start();
        Path root = awaitFirstEpoch(process);
        process.destroy();

        assertThat(end(process)).as(err).isEqualTo(130);
        RunStatus status = RunFiles.in(root).status().orElseThrow();
        assertThat(status.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(status.reason()).contains("stopped by a signal");
        assertThat(err)
                .contains("quickstart: interrupted; the same command continues it, and so does: '")
                .contains("/scripts/vae' resume runs/");
        Checkpoint checkpoint = Checkpoint.read(root.resolve("checkpoints/last.zip"));
        assertThat(checkpoint.progress().epoch()).isPositive();

        int lines = Files.readAllLines(root.resolve("metrics.jsonl")).size();
        assertThat(lines).isEqualTo(checkpoint.progress().epoch());
        Process again = run("training.epochs=100000").start();
        await(() -> Files.readAllLines(root.resolve("metrics.jsonl")).size() > lines, again);
        again.destroy();
        assertThat(end(again)).as(err).isEqualTo(130);
        assertThat(out).contains("continuing after epoch " + lines);
    }

    @Test
    void takesTheUsersClassesAndRecordsThem() throws Exception {
        ProcessBuilder run = run("training.epochs=1", "--json");
        run.environment().put("VAE_EXTENSIONS", "classes of mine");
        assertThat(end(run.start())).isEqualTo(2);
        assertThat(err).containsOnlyOnce("\n").contains("found no file classes of mine", "VAE_EXTENSIONS");

        compileExtension(here.resolve("classes of mine"));
        assertThat(end(run.start())).as(err).isZero();
        Path root = here.resolve(new ObjectMapper().readTree(out).get("run").asText());
        assertThat(Files.readString(root.resolve("provenance.json")))
                .contains("\"extensions\"", "\"mine.Mine\"", "\"classes of mine\"");
    }

    private static void compileExtension(Path classes) throws IOException {
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(ModelExtension.class.getName()), "mine.Mine");
        Path source = Files.writeString(classes.resolve("Mine.java"), """
                package mine;
                public final class Mine implements org.vae4j.model.guard.ModelExtension {
                    public java.util.Set<Class<?>> classes() { return java.util.Set.of(Mine.class); }
                }
                """);
        String core = ModelExtension.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", core, "-d", classes.toString(), source.toString()))
                .isZero();
    }

    private Path awaitFirstEpoch(Process process) throws Exception {
        Path runs = here.resolve("runs/quickstart");
        await(
                () -> {
                    if (!Files.isDirectory(runs)) {
                        return false;
                    }
                    // Not a walk, which fails on a file that the process takes away meanwhile.
                    try (Stream<Path> found = Files.list(runs)) {
                        return found.anyMatch(
                                run -> run.resolve("metrics.jsonl").toFile().length() > 0);
                    }
                },
                process);
        try (Stream<Path> found = Files.list(runs)) {
            return found.findFirst().orElseThrow();
        }
    }

    private static void await(Condition condition, Process process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(process.isAlive()).as("the process lives").isTrue();
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private ProcessBuilder run(String... more) throws IOException {
        ProcessBuilder builder = vae(Stream.concat(
                        Stream.of(
                                "run",
                                "quickstart",
                                "data.lines.size=8",
                                "data.lines.train=64",
                                "data.lines.test=16",
                                "model.encoder=[8]",
                                "model.decoder=[8]",
                                "model.latent=2"),
                        Stream.of(more))
                .toArray(String[]::new));
        // These trainings end before the optimising compiler repays its time.
        builder.environment().put("VAE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return builder;
    }

    private ProcessBuilder vae(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(project.resolve("scripts/vae").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().remove("VAE_JAVA_OPTS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.directory(here.toFile())
                .redirectOutput(here.resolve("out.txt").toFile())
                .redirectError(here.resolve("err.txt").toFile());
    }

    private int end(Process process) throws Exception {
        int code = endOf(process);
        out = Files.readString(here.resolve("out.txt"));
        return code;
    }

    private int endOf(Process process) throws Exception {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        err = Files.readString(here.resolve("err.txt"));
        assertThat(ended).as("ended; %s", err).isTrue();
        return process.exitValue();
    }

    private static List<Path> tree() throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path original, Path to, String file) throws IOException {
        Path copy = to.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(original.resolve(file), copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** May read files while it looks. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }
}
