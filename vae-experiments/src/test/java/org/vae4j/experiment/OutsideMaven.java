package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Maven for a project that is none of this one's: in a repository of its own, which begins with this build's artifacts
 * and takes the rest from the one that the build was made from. No network, and nothing of ours in the user's.
 *
 * @param folder that holds the repository and what Maven says
 */
record OutsideMaven(Path folder) {

    private static final Path PROJECT = Path.of(System.getProperty("vae.project"));
    private static final String VERSION = System.getProperty("vae.version");
    private static final List<String> JARS = List.of("vae-core", "vae-datasets", "vae-experiments");

    /** Makes the repository; skips the test where there is no Maven. */
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
            throw new java.io.UncheckedIOException(e);
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

    /** Puts this build's jars beside their POMs, for projects that are compiled. */
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

    /** Runs goals of a project, which must succeed. */
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
