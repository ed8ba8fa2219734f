package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that {@code vae new} writes is compiled, and its parts are listed, run, swept and resumed by its jar. */
class ExampleProjectTest {

    private static final String SMALL =
            " model.encoder=[{lineReader:6}] model.decoder=[8] model.latent=2 training.epochs=2"
                    + " training.batchSize=250 data.limit=500 evaluation.diagnosticsExamples=50";

    @TempDir
    private static Path folder;

    private static Path jar;
    private static Path run;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void buildAndRun() throws IOException {
        ExampleProjectTest test = new ExampleProjectTest();
        assertThat(test.vae("new " + folder.resolve("ring-models")))
                .as(test.err)
                .isZero();
        assertThat(test.out).contains("mvn package", "vae run ring-models --extension target/ring-models-1.0.jar");
        jar = compiled(folder.resolve("ring-models"));
        int code = test.vae(
                "run ring-models --json --quiet" + SMALL + " --extension " + jar + " --runs " + folder.resolve("a"));
        assertThat(code).as(test.err).isZero();
        run = runOf(test.out);
    }

    /** Compiles and packs a project as {@code mvn package} does. */
    private static Path compiled(Path project) throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-Werror",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                classes.toString()));
        try (Stream<Path> files = Files.walk(project.resolve("src/main/java"))) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Path file = project.resolve("target/ring-models-1.0.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Path root : List.of(classes, project.resolve("src/main/resources"))) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path each : files.filter(Files::isRegularFile).toList()) {
                        zip.putNextEntry(new ZipEntry(root.relativize(each).toString()));
                        zip.write(Files.readAllBytes(each));
                    }
                }
            }
        }
        return file;
    }

    private int vae(String arguments) {
        Typed typed = Typed.line(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** The run directory that the last line of the output names. */
    private static Path runOf(String printed) throws IOException {
        return Path.of(new ObjectMapper()
                .readTree(printed.lines().reduce((first, second) -> second).orElseThrow())
                .get("run")
                .asText());
    }

    @Test
    void listsShowThePartsOfTheJar() {
        assertThat(vae("list --extension " + jar)).as(err).isZero();
        assertThat(out.lines().reduce((first, second) -> second).orElseThrow())
                .startsWith("ring-models ")
                .contains("an encoder, likelihood, prior and term of its own");
        assertThat(vae("data list --extension " + jar)).as(err).isZero();
        assertThat(out).contains("rings", "one ring each");
        assertThat(vae("list --parts --extension " + jar)).as(err).isZero();
        assertThat(out)
                .contains(
                        "Likelihood",
                        ", logistic (ring-models-1.0.jar)",
                        "lineReader (ring-models-1.0.jar)",
                        "epoch_file (ring-models-1.0.jar)");
        assertThat(vae("list")).isZero();
        assertThat(out).doesNotContain("ring-models");
    }

    @Test
    void aRunUsesTheMetricTheCallbackAndTheResultsOfTheJar() throws IOException {
        assertThat(json(run.resolve("eval/test.json"))
                        .at("/metrics/squared_error/perPixel")
                        .asDouble())
                .isBetween(0.0, 1.0);
        assertThat(run.resolve("epochs.txt")).hasContent("1\n2");
        assertThat(json(run.resolve("eval/results.json")).get("greeting").asText())
                .isEqualTo("done");
    }

    @Test
    void aRunRecordsTheJarAndItsServices() throws IOException {
        JsonNode extension = json(run.resolve("provenance.json")).get("extensions");
        assertThat(extension).hasSize(1);
        assertThat(extension.get(0).get("jar").asText()).isEqualTo("ring-models-1.0.jar");
        assertThat(extension.get(0).get("sha256").asText()).isEqualTo(sha256(jar));
        assertThat(extension.get(0).at("/services/org.vae4j.latent.Prior/0").asText())
                .isEqualTo("ringmodels.LaplacePrior");
    }

    @Test
    void evalAndSampleWorkWithTheJar() {
        assertThat(vae("eval " + run + " --metrics nll --samples 5 --json --quiet --extension " + jar))
                .as(err)
                .isZero();
        assertThat(out).contains("rings, binarisation none, density");
        assertThat(vae("sample " + run + " --count 4 --out " + folder.resolve("s.png") + " --extension " + jar))
                .as(err)
                .isZero();
    }

    @Test
    void sampleIsRefusedInOneLineWithoutTheJar() {
        assertThat(vae("sample " + run + " --count 4 --out " + folder.resolve("t.png")))
                .isEqualTo(2);
        assertThat(err.lines()).hasSize(1);
    }

    @Test
    void stopsAndResumesWithTheJar() throws IOException {
        String runs = " --runs " + folder.resolve("b");
        String command = "run ring-models --json --quiet" + SMALL + " --extension " + jar;
        assertThat(vae(command + " runtime.untilEpoch=1" + runs)).as(err).isZero();
        Path half = runOf(out);
        assertThat(vae("resume " + half)).isEqualTo(2);
        assertThat(err.lines()).hasSize(1);
        assertThat(err)
                .contains("found no experiment 'ring-models'")
                .contains("the run was made with ring-models-1.0.jar: give it by --extension");
        assertThat(vae(command + runs)).as(err).isZero();
        assertThat(vae(command + " --runs " + folder.resolve("c"))).as(err).isZero();
        assertThat(json(half.resolve("eval/test.json")).get("negElboNats"))
                .isEqualTo(json(runOf(out).resolve("eval/test.json")).get("negElboNats"));
    }

    @Test
    void theProcessesOfASweepsTrialsGetTheJar() throws IOException {
        Path sweep = Files.writeString(folder.resolve("rings.yaml"), """
                experiment: ring-models
                overrides:
                  model: {encoder: [{lineReader: 6}], decoder: [8], latent: 2}
                  training: {epochs: 1, batchSize: 250}
                  data: {limit: 250}
                  evaluation: {diagnosticsExamples: 0}
                grid:
                  objective.terms: [[{latent_size: 0}], [{latent_size: 0.5}]]
                """);
        assertThat(vae("sweep run " + sweep + " --runs " + folder.resolve("d") + " --extension " + jar))
                .as(err)
                .isZero();
        try (Stream<Path> files = Files.walk(folder.resolve("d"))) {
            assertThat(files.filter(file -> file.endsWith("eval/test.json"))).hasSize(2);
        }
        assertThat(vae("sweep submit " + sweep + " --launcher slurm --print --runs " + folder.resolve("d")
                        + " --extension " + jar))
                .as(err)
                .isZero();
        assertThat(out).contains(jar.toString());
    }

    @Test
    void refusesUnusableJars() throws IOException {
        refused("list --extension nowhere.jar", "--extension: found no file nowhere.jar, expected a jar");
        Path text = Files.writeString(folder.resolve("no.jar"), "text");
        refused(
                "list --extension " + jar + " --extension "
                        + jar(text, "org.vae4j.experiment.study.Study", "mine.None"),
                "found an extension that cannot be made");
        refused(
                "run quickstart evaluation.metrics=[speed]",
                "a name that a jar of your own has: give the jar by --extension");
    }

    @Test
    void refusesUnusableNamesOfProjects() {
        refused("new " + folder.resolve("mnist-vae"), "found the name 'mnist-vae', which a study or a model has");
        refused("new " + folder.resolve("My_Models"), "expected lower case words joined by hyphens");
        refused("new " + folder.resolve("class"), "expected lower case words joined by hyphens");
        refused("new " + folder.resolve("ring-models"), "expected a folder that is not there yet");
    }

    @Test
    void namesTheArtifactAndThePackageAfterTheProject() throws IOException {
        assertThat(vae("new " + folder.resolve("mymodels-2"))).as(err).isZero();
        assertThat(folder.resolve("mymodels-2/pom.xml")).content().contains("<artifactId>mymodels-2</artifactId>");
        assertThat(folder.resolve("mymodels-2/src/main/java/mymodels2/RingStudy.java"))
                .content()
                .contains("package mymodels2;", "\"mymodels-2\"");
    }

    @Test
    void refusesPlacesThatCannotBeWrittenOrNamed() throws IOException {
        assertThat(vae("new " + folder.resolve("iwae"))).isEqualTo(2);
        assertThat(vae("data import null --out " + folder.resolve("copy"))).isEqualTo(2);
        assertThat(err).contains("write ./null").hasLineCount(1);
        assertThat(vae("new /")).isEqualTo(2);
        assertThat(err).contains("found the name ''", "expected");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(vae("list --extension " + file)).isEqualTo(2);
        assertThat(err)
                .contains("--extension: found " + file, "no jar", "expected")
                .hasLineCount(1);
        assertThat(vae("new " + file.resolve("other"))).isEqualTo(4);
        assertThat(err).contains("cannot write to " + file.resolve("other")).hasLineCount(1);
    }

    /** The example can then be built as it lies in the repository. */
    @Test
    void theTemplateIsTheExampleOfTheRepositoryInThisVersion() throws IOException {
        Path example = Path.of("../examples/my-models");
        String version =
                Files.readString(Path.of("../pom.xml")).replaceAll("(?s).*?<version>([^<]*)</version>.*", "$1");
        assertThat(Files.readString(example.resolve("pom.xml"))).contains("<vae.version>" + version + "</vae.version>");
        try (Stream<Path> files = Files.walk(folder.resolve("ring-models"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.resolve("ring-models")
                                    .relativize(file)
                                    .toString())
                            .filter(file -> !file.startsWith("target"))
                            .map(file ->
                                    file.replace("ring-models", "my-models").replace("ringmodels", "mymodels")))
                    .containsExactlyInAnyOrderElementsOf(sources(example));
        }
    }

    private static List<String> sources(Path example) throws IOException {
        try (Stream<Path> files = Files.walk(example)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> example.relativize(file).toString())
                    .filter(file -> !file.startsWith("target"))
                    .toList();
        }
    }

    /** Writes a jar with a service file of one line. */
    private static Path jar(Path file, String seam, String line) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + seam));
            zip.write(line.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private void refused(String arguments, String message) {
        assertThat(vae(arguments)).as(arguments).isEqualTo(2);
        assertThat(err.lines()).hasSize(1);
        assertThat(err).contains(message);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
