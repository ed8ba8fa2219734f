package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Maven on a project outside this one. Its local repository has this build's artifacts and copies all others from
 * the repository that the build was made from, so Maven needs no network and does not change the user's repository.
 *
 * @param folder the folder for the repository and the log of Maven
 */
record OutsideMaven(Path folder) {

    private static final Path PROJECT = Path.of(System.getProperty("vae.project"));
    private static final String VERSION = System.getProperty("vae.version");
    private static final List<String> JARS = List.of("vae-core", "vae-datasets", "vae-experiments");

    /** Makes the repository; skips the test if there is no Maven. */
    OutsideMaven {
        assumeTrue(Files.isExecutable(maven()), "needs Maven in " + maven());
        try {
            copyPoms(folder);
            Files.writeString(
                    folder.resolve("settings.xml"),
                    "<settings><localRepository>%s</localRepository><mirrors><mirror><id>known</id><mirrorOf>*</mirrorOf>"
                                    .formatted(folder.resolve("repository"))
                            + "<url>%s</url></mirror></mirrors></settings>"
                                    .formatted(Path.of(System.getProperty("vae.repository"))
                                            .toUri()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path maven() {
        return Path.of(System.getProperty("vae.maven"), "bin", "mvn");
    }

    private static void copyPoms(Path folder) throws IOException {
        for (String module : List.of("vae4j", "vae-bom", "vae-core", "vae-datasets", "vae-experiments")) {
            Path pom = PROJECT.resolve(module.equals("vae4j") ? "pom.xml" : module + "/pom.xml");
            copy(pom, artifact(folder, module, "pom"));
        }
    }

    /** Adds the jars of this build to the POMs, for projects that are compiled. */
    OutsideMaven withJars() throws IOException {
        for (String module : JARS) {
            copy(
                    PROJECT.resolve(module + "/target/" + module + "-" + VERSION + ".jar"),
                    artifact(folder, module, "jar"));
        }
        return this;
    }

    private static Path artifact(Path folder, String module, String type) {
        return folder.resolve("repository/org/vae4j/%1$s/%2$s/%1$s-%2$s.%3$s".formatted(module, VERSION, type));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs goals in a project and fails unless they succeed. */
    void run(Path project, String... goals) throws Exception {
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                maven().toString(), "-B", "-s", folder.resolve("settings.xml").toString()));
        command.addAll(List.of(goals));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // A build of a few classes ends before the optimising compiler repays its time.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }
}
