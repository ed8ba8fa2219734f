package org.vae4j.experiment.cli.use;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.experiment.cli.option.DataPlace;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.use.Generator;
import org.vae4j.experiment.use.NoveltyCheck;
import org.vae4j.experiment.use.Output;
import org.vae4j.file.AtomicFile;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae novelty}, which compares samples with their nearest training images. */
@Command(
        name = "novelty",
        description = "Finds the nearest training image of samples, and says how many samples copy one. Writes"
                + " eval/novelty.json and figures/novelty-*.png into the run directory; a second check writes"
                + " novelty-2, and so on.",
        mixinStandardHelpOptions = true)
public final class NoveltyCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1000", description = "Samples (default 1000).")
    private int count;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Test images that say how near new images come (default 2000).")
    private int heldOut;

    @Option(
            names = "--quantile",
            paramLabel = "Q",
            defaultValue = "0.01",
            description = "Share of new images that would be flagged (default 0.01).")
    private double quantile;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the samples (default 1).")
    private long seed;

    @Mixin
    private DataPlace data;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        NoveltyCheck.Options checked = checked();
        String name = name();
        NativeSetup.prepare();
        TrainedRun trained = TrainedRun.open(run);
        if (!trained.model().isVariational()) {
            throw new ConfigException("found a deterministic autoencoder in " + run
                    + ", expected a variational one: it has no prior to draw samples from");
        }
        Generator generator = Generator.of(trained, Optional.empty());
        NoveltyCheck check = check(generator, trained, checked);
        Path file = write(check, generator, name);
        options.done(
                check.text() + System.lineSeparator() + "in " + file,
                Map.of("out", file.toString(), "novelty", check.results()));
        return ExitCode.DONE;
    }

    /** The options as the check takes them; its errors are given with the names of the command's options. */
    private NoveltyCheck.Options checked() {
        try {
            return new NoveltyCheck.Options(count, heldOut, quantile, seed);
        } catch (IllegalArgumentException e) {
            String option = e.getMessage().replaceFirst("^samples:", "count:").replaceFirst("^heldOut:", "held-out:");
            throw new ConfigException("--" + option, e);
        }
    }

    private Path write(NoveltyCheck check, Generator generator, String name) throws IOException {
        Path file = file(name);
        Path figures = Files.createDirectories(run.resolve("figures"));
        Files.createDirectories(file.getParent());
        Output.write(
                file,
                path -> {
                    check.draw(figures, name, generator);
                    AtomicFile.write(path, Json.pretty(check.results()));
                },
                Output.AGAIN);
        return file;
    }

    private Path file(String name) {
        return run.resolve("eval/" + name + ".json");
    }

    /**
     * The first free name of novelty, novelty-2, ..., so that no earlier check is lost; with {@code --force} the first.
     */
    private String name() {
        String name = "novelty";
        for (int number = 2; !options.force() && Files.exists(file(name)); number++) {
            name = "novelty-" + number;
        }
        return name;
    }

    private NoveltyCheck check(Generator generator, TrainedRun trained, NoveltyCheck.Options checked) {
        try (Screen screen = new Screen(options.terminal(), "novelty")) {
            return new NoveltyCheck(generator, trained.model(), data.of(trained).split(), checked, screen::progress);
        }
    }
}
