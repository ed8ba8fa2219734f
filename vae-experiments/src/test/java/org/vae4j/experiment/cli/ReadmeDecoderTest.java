package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;

/** Compiles the program that the README shows, and runs it with a decoder file. */
class ReadmeDecoderTest {

    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?class Generate .*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theProgramOfTheReadmePrintsAGeneratedImage() throws Exception {
        Matcher block = PROGRAM.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).as("README.md shows class Generate").isTrue();
        assertThat(block.group(1).lines().filter(line -> !line.isBlank()).count())
                .isLessThanOrEqualTo(11);
        Path source = Files.writeString(folder.resolve("Generate.java"), block.group(1));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(compiled).isZero();
        Path decoder = folder.resolve("decoder.zip");
        mnistLike().decoder().save(decoder);

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Generate").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {decoder.toString()});
        } finally {
            System.setOut(out);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.matches("[ .:oO#@]{28}")))
                .as(text)
                .hasSize(28);
    }

    private static LatentModel mnistLike() {
        ModelSpec spec = new ModelSpec(
                784,
                List.of(8),
                4,
                List.of(8),
                Nonlinearity.RELU,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        return LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1);
    }
}
