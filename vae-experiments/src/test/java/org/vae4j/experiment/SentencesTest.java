package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that comments, messages and pages have none of the phrases that readers stumbled over. */
class SentencesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The phrases, each with the wording to write instead. */
    private static final Map<Pattern, String> PHRASES = Map.ofEntries(
            phrase(
                    "\\b(one|examples|values|batches|chains|bits|pixels|latents|nats|MB|MiB) an?"
                            + " (batch|step|bin|key|row|image|example|unit|channel|epoch|layer|latent|pair|thread|worker|trial)\\b",
                    "per, as in \"one value per row\""),
            phrase(
                    "(/\\*\\*|^ *\\*) (Runs it|Validates|Its keys|A study|For JSON|For people|Looks|Compares|Does it|Says it"
                            + "|Searches|Computes|Writes it)\\.( \\*/)?$",
                    "what is run, checked or written, or no comment at all"),
            phrase(
                    "(@param <?\\w+>?|@return) ((by )?(what|which|where|how|who)\\b|any$)",
                    "a noun: \"the images to train on\", \"the number of examples\""),
            phrase(
                    "^ *(/\\*\\*|\\*) (What|Which|How|Who) [^?]*$",
                    "a noun: \"The number of rows\", or a full sentence"),
            phrase("\\bbelieved in\\b", "predicted"),
            phrase("\\bin the mean over\\b", "the mean over"),
            phrase("\\b[Gg]oes on with\\b|\\b[Gg]o on with\\b", "continues"),
            phrase("\\bgets on\\b|\\bDrawn anew\\b|\\bWho waits\\b|\\bElse it would\\b", "a full sentence"));

    private static Map.Entry<Pattern, String> phrase(String regex, String instead) {
        return Map.entry(Pattern.compile(regex), instead);
    }

    @Test
    void noFileHasAPhraseThatReadersStumbleOver() throws IOException {
        List<String> found = new ArrayList<>();
        for (String folder : List.of("vae-core/src", "vae-datasets/src", "vae-experiments/src", "docs", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file : files.filter(SentencesTest::isRead).toList()) {
                    scan(file, found);
                }
            }
        }
        scan(ROOT.resolve("README.md"), found);
        assertThat(found).isEmpty();
    }

    private static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".java") || name.endsWith(".md") || name.endsWith(".yaml"))
                && !name.equals("SentencesTest.java")
                && !file.toString().contains("/target/");
    }

    private static void scan(Path file, List<String> found) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            for (Map.Entry<Pattern, String> phrase : PHRASES.entrySet()) {
                if (phrase.getKey().matcher(lines.get(i)).find()) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": \""
                            + lines.get(i).strip() + "\", expected " + phrase.getValue());
                }
            }
        }
    }
}
