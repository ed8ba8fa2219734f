package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vae4j.experiment.cli.study.StudyNames;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.StudyRunner;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Commands, links and names of runs in the README and in the docs must exist. */
class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    /** A test class in code font, with the method where one is named. */
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))(?:\\.([a-z]\\w+))?`");

    @TestFactory
    Stream<DynamicTest> everyCommandCanBeParsed() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path page : pages()) {
            Matcher blocks = BLOCK.matcher(Files.readString(page));
            while (blocks.find()) {
                blocks.group(1)
                        .lines()
                        .filter(line -> line.startsWith("scripts/vae "))
                        .forEach(commands::add);
            }
        }
        assertThat(commands).contains("scripts/vae run quickstart", "scripts/vae run mnist-vae");
        return commands.stream().distinct().map(command -> DynamicTest.dynamicTest(command, () -> understand(command)));
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String link = links.group(1);
                if (!link.contains("://")) {
                    assertThat(page.resolveSibling(link))
                            .as("%s -> %s", page, link)
                            .exists();
                }
            }
        }
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Map<String, Path> sources = testSources();
        for (Path page : pages()) {
            Matcher tests = TEST.matcher(Files.readString(page));
            while (tests.find()) {
                assertThat(sources).as("tests named by %s", page).containsKey(tests.group(1));
                if (tests.group(2) != null) {
                    assertThat(sources.get(tests.group(1))).content().contains(" " + tests.group(2) + "(");
                }
            }
        }
    }

    /** The source of each test of the project, by the name of its class. */
    private static Map<String, Path> testSources() throws IOException {
        Map<String, Path> sources = new HashMap<>();
        for (String module : List.of("vae-core", "vae-datasets", "vae-experiments", "examples/my-models")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                sources.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return sources;
    }

    /** A reader who has followed the README up to there has exactly this run directory. */
    @Test
    void theRunOfTheReadmeIsTheOneThatItsCommandsTrain() throws IOException {
        Study study = StudyNames.find("mnist-vae");
        String expected = "runs/mnist-vae/seed1-"
                + StudyRunner.resolver(study).resolve(List.of()).hash();
        Matcher runs =
                Pattern.compile("runs/mnist-vae/seed1-\\w+").matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(runs.find()).isTrue();
        do {
            assertThat(runs.group()).isEqualTo(expected);
        } while (runs.find());
    }

    @Test
    void theContinuousIntegrationRunsTheTestCommandOfTheReadme() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("\nmvn verify\n");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).containsPattern("mvn .*verify");
        assertThat(ROOT.resolve(".ci/run")).isExecutable();
        assertThat(ROOT.resolve("scripts/vae")).isExecutable();
    }

    /** Requires that a command is parsed, and that a configuration which it names can be resolved. */
    private static void understand(String command) {
        // Split as a shell does, with quoted arguments.
        String[] arguments = Pattern.compile("(['\"])(.*?)\\1|\\S+")
                .matcher(command.substring("scripts/vae ".length()))
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(2))
                .toArray(String[]::new);
        CommandLine vae = Vae.commandLine(arguments);
        ParseResult parsed = vae.parseArgs(arguments);
        assertThat(parsed.hasSubcommand()).isTrue();
        if (arguments[0].equals("describe") && Presets.named(arguments[1]).isPresent()) {
            return;
        }
        if (arguments[0].equals("run") || arguments[0].equals("describe")) {
            Study study = StudyNames.find(arguments[1]);
            List<String> overrides = Arrays.stream(arguments)
                    .skip(2)
                    .filter(argument -> argument.contains("=") && !argument.startsWith("--"))
                    .toList();
            int file = Arrays.asList(arguments).indexOf("--config") + 1;
            Optional<Path> config = Optional.of(file)
                    .filter(i -> i > 0)
                    .map(i -> ROOT.resolve(arguments[i]))
                    .filter(Files::isRegularFile);
            ConfigResolver resolver = StudyRunner.resolver(study);
            assertThat(config.map(yaml -> resolver.resolve(yaml, overrides))
                            .orElseGet(() -> resolver.resolve(overrides)))
                    .isNotNull();
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(f -> f.toString().endsWith(".md")))
                    .toList();
        }
    }
}
