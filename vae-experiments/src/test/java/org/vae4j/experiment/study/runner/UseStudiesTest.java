package org.vae4j.experiment.study.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.novelty.NoveltyStudy;
import org.vae4j.experiment.study.ood.OodStudy;
import picocli.CommandLine;

/** The studies of out-of-distribution detection and novelty through their command lines, on small images of lines. */
class UseStudiesTest {

    private static final List<String> LINES = List.of(
            "data.name=lines",
            "data.lines.size=8",
            "data.lines.train=300",
            "data.lines.test=100",
            "model.encoder=[16]",
            "model.decoder=[16]",
            "model.latent=2",
            "training.epochs=2");

    @TempDir
    private Path runs;

    @Test
    void oodLikelihoodTellsNoiseAndInvertedImagesFromLines() throws IOException {
        JsonNode results = run(new OodStudy(), "training.epochs=15", "study.images=100", "study.samples=20");
        for (String shifted : List.of("inverted", "blurred", "constant", "noise")) {
            JsonNode area = results.get("auroc").get(shifted).get("log-likelihood");
            assertThat(area.get("lower").asDouble())
                    .as(shifted)
                    .isLessThanOrEqualTo(area.get("value").asDouble());
        }
        for (String shifted : List.of("inverted", "noise")) {
            assertThat(results.get("auroc")
                            .get(shifted)
                            .get("log-likelihood")
                            .get("value")
                            .asDouble())
                    .as(shifted)
                    .isGreaterThan(0.95);
        }
        assertThat(results.get("auroc").has("lines")).isFalse();
        assertThat(figures("ood")).contains("images.png", "log-likelihood.png", "complexity-corrected.png");
    }

    @Test
    void noveltyComparesBothModelsWithTheirOwnTrainingImages() throws IOException {
        JsonNode results = run(
                new NoveltyStudy(),
                "study.samples=60",
                "study.heldOut=80",
                "study.memoriser=[data.limit=10, training.epochs=3, model.latent=1]");
        assertThat(results.get("generator").get("pixels").get("references").asInt())
                .isEqualTo(300);
        JsonNode memoriser = results.get("memoriser").get("pixels");
        assertThat(memoriser.get("references").asInt()).isEqualTo(10);
        assertThat(memoriser.get("samples").asInt()).isEqualTo(60);
        assertThat(figures("novelty"))
                .contains("generator-neighbours.png", "memoriser-nearest.png", "memoriser-ratios.png");
        try (Stream<Path> files = Files.walk(runs)) {
            assertThat(files.filter(f -> f.endsWith("decoder.zip"))).hasSize(2);
        }
    }

    @Test
    void noveltyRefusesAnUnknownKeyOfTheMemoriserBeforeTraining() throws IOException {
        assertThat(execute(new NoveltyStudy(), new StringWriter(), "study.memoriser=[model.latnt=1]"))
                .isEqualTo(2);
        try (Stream<Path> left = Files.list(runs)) {
            assertThat(left).isEmpty();
        }
    }

    private JsonNode run(Study study, String... more) throws IOException {
        StringWriter out = new StringWriter();
        assertThat(execute(study, out, more)).isZero();
        return new ObjectMapper().readTree(out.toString()).get("results");
    }

    private int execute(Study study, StringWriter out, String... more) {
        List<String> arguments = new ArrayList<>(LINES);
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--json", "--runs", runs.toString()));
        return new CommandLine(new StudyMain(study, arguments))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(arguments.toArray(String[]::new));
    }

    private List<String> figures(String study) throws IOException {
        try (Stream<Path> all = Files.walk(runs.resolve(study))) {
            return all.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .toList();
        }
    }
}
