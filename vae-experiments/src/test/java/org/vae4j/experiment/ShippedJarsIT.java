package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the pages list the shipped jars, and that a project which depends on this one gets the same jars. */
class ShippedJarsIT {

    private static final Path PROJECT = Path.of(System.getProperty("vae.project"));
    private static final String VERSION = System.getProperty("vae.version");
    private static final String SYSTEM = System.getProperty("vae.system");

    @TempDir
    Path folder;

    /** The file names of the jars on the class path of the command line. */
    private Set<String> shipped;

    @BeforeEach
    void readTheClassPathOfTheManifest() throws IOException {
        assumeTrue(System.getProperty("vae.backend").equals("cpu"), "skipped: -Pcuda and -Pmkl ship further jars");
        // The folder lib may hold jars of earlier versions too, which are never loaded.
        Path jar = PROJECT.resolve("vae-experiments/target/vae-experiments-" + VERSION + ".jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            String path = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            shipped = Stream.of(path.split(" "))
                    .map(entry -> entry.substring("lib/".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(shipped).hasSizeGreaterThan(50);
    }

    @Test
    void securityPageListsEveryThirdPartyJar() throws IOException {
        String list = thirdParty().map(jar -> "- " + jar).collect(Collectors.joining("\n"));
        Path written = PROJECT.resolve("vae-experiments/target/shipped-jars.md");
        Files.writeString(written, list + "\n");
        assertThat(Files.readString(PROJECT.resolve("docs/security.md")))
                .as("docs/security.md, Every shipped jar: put what %s says there, and look for advisories", written)
                .contains("### Every shipped jar\n", "\n" + list + "\n\n");
    }

    @Test
    void noticeNamesEveryThirdPartyJar() throws IOException {
        String notice = Files.readString(PROJECT.resolve("NOTICE"));
        assertThat(thirdParty().map(jar -> jar.replaceAll("-\\d.*", "")).filter(name -> !notice.contains(" " + name)))
                .as("NOTICE")
                .isEmpty();
    }

    @Test
    void pagesNameTheJarsOfTheNotebookKernel() throws IOException {
        List<String> jars;
        try (Stream<Path> files = Files.list(PROJECT.resolve("vae-experiments/target/notebook"))) {
            jars = files.map(file -> file.getFileName().toString().replace(".jar", ""))
                    .sorted()
                    .toList();
        }
        String list = jars.stream().map(jar -> "- " + jar).collect(Collectors.joining("\n"));
        assertThat(Files.readString(PROJECT.resolve("docs/security.md"))).contains("\n\n" + list + "\n\n");
        assertThat(Files.readString(PROJECT.resolve("NOTICE")))
                .contains(jars.stream()
                        .map(jar -> " " + jar.replaceAll("-\\d.*", ""))
                        .toList());
        assertThat(shipped).as("no dependency of the library").noneMatch(jar -> jars.contains(jar.replace(".jar", "")));
    }

    @Test
    void dependentProjectGetsTheShippedJarsAndNoOthers() throws Exception {
        String project = "<project><modelVersion>4.0.0</modelVersion><groupId>outside</groupId>"
                + "<artifactId>%s</artifactId><version>1</version>%s</project>";
        List<String> modules = List.of("vae-core", "vae-datasets", "vae-experiments");
        for (String module : modules) {
            String plain = "<dependencies>%s</dependencies>".formatted(dependency(module, VERSION, ""));
            write(module + "/pom.xml", project.formatted("plain-" + module, plain));
            String bom = "<dependencyManagement><dependencies>%s</dependencies></dependencyManagement>%s"
                    .formatted(
                            dependency("vae-bom", VERSION, "<type>pom</type><scope>import</scope>"),
                            plain.replace("<version>" + VERSION + "</version>", ""));
            write("bom-" + module + "/pom.xml", project.formatted("bom-" + module, bom));
        }
        String all = modules.stream()
                .map(module -> "<module>" + module + "</module><module>bom-" + module + "</module>")
                .collect(Collectors.joining("", "<packaging>pom</packaging><modules>", "</modules>"));
        write("pom.xml", project.formatted("all", all));
        new OutsideMaven(folder)
                .run(
                        folder,
                        "org.apache.maven.plugins:maven-dependency-plugin:%s:tree"
                                .formatted(System.getProperty("vae.dependencyPlugin")),
                        "-DoutputFile=tree.txt",
                        "-Dscope=runtime");

        for (String prefix : List.of("", "bom-")) {
            assertThat(tree(prefix + "vae-core")).as(prefix + "vae-core").isSubsetOf(shipped);
            assertThat(tree(prefix + "vae-datasets"))
                    .as(prefix + "vae-datasets")
                    .isSubsetOf(shipped);
            Set<String> complete = new TreeSet<>(shipped);
            complete.add("vae-experiments-" + VERSION + ".jar");
            assertThat(tree(prefix + "vae-experiments"))
                    .as(prefix + "vae-experiments")
                    .isEqualTo(complete);
        }
    }

    private Stream<String> thirdParty() {
        return shipped.stream()
                .filter(jar -> !jar.startsWith("vae-"))
                .map(jar -> jar.replace("-" + SYSTEM + ".jar", "-SYSTEM.jar").replace(".jar", ""));
    }

    /**
     * The jars in a dependency tree, whose lines are branches and
     * {@code group:artifact:jar[:classifier]:version:scope}.
     */
    private Set<String> tree(String module) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(module).resolve("tree.txt"))) {
            return lines.filter(line -> line.matches("[-|+\\\\ ].*"))
                    .map(line -> line.replaceFirst("^[-|+\\\\ ]*", "").split(":"))
                    .map(part -> part.length == 6
                            ? part[1] + "-" + part[4] + "-" + part[3] + ".jar"
                            : part[1] + "-" + part[3] + ".jar")
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String dependency(String module, String version, String more) {
        return "<dependency><groupId>org.vae4j</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>"
                .formatted(module, version, more);
    }
}
