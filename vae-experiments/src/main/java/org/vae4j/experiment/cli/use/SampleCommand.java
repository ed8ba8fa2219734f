package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.CSV;
import static org.vae4j.experiment.use.Output.Format.NPY;
import static org.vae4j.experiment.use.Output.Format.PNG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.cli.option.LabelChoice;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.trained.CodeDensities;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Generator;
import org.vae4j.experiment.use.Output;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae sample}, which decodes draws from the prior or from a fitted density. */
@Command(
        name = "sample",
        description =
                "Draws z from the prior, or from a density that the run has fitted to its codes, and decodes it, for a"
                        + " model with a condition a row per label: a sheet (.png) or the pixels (.npy, .csv).",
        mixinStandardHelpOptions = true)
public final class SampleCommand implements Callable<Integer> {

    private static final int COLUMNS = 10;
    private static final int MAX_SAMPLES = 100_000;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory, or a decoder file.")
    private Path source;

    @Option(names = "--count", paramLabel = "N", defaultValue = "100", description = "How many (default 100).")
    private int count;

    @Option(names = "--shape", paramLabel = "CxHxW", description = "Of the images, where it is not a square.")
    private String shape;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "What is written; its ending decides the format. Default: the first of sample-1.png, sample-2.png,"
                            + " … in the run that is free.")
    private Path out;

    @Option(
            names = "--from",
            paramLabel = "DENSITY",
            description =
                    "What z is drawn from: prior, or a density of the run's evaluation.densities. Default: the first"
                            + " of these, else the prior.")
    private String from;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of what is drawn (default 1).")
    private long seed;

    @Mixin
    private LabelChoice label;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        UseOptions.within("--count", count, 1, MAX_SAMPLES);
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(source, "sample", PNG)),
                List.of(PNG, NPY, CSV),
                options.force());
        Generator generator = generator();
        OptionalInt given = label.of(generator.condition());
        INDArray images = generator.decode(
                generator.prior(count, seed), i -> given.orElseGet(() -> i / COLUMNS % generator.condition()));
        generator.grid(COLUMNS, images).write(output);
        options.done(
                count + " samples in " + output.file(),
                Map.of("out", output.file().toString(), "count", count, "seed", seed));
        return ExitCode.DONE;
    }

    /** Opens the decoder of a file, or the model of a run with the density that {@code --from} names. */
    private Generator generator() throws IOException {
        if (!Files.isDirectory(source)) {
            if (from != null && !from.equals(CodeDensities.PRIOR)) {
                throw new ConfigException("--from: found '" + from + "' with a decoder file, expected a run directory,"
                        + " which has the densities of its codes: give the run");
            }
            return Generator.open(source, UseOptions.shape(shape));
        }
        NativeSetup.prepare();
        TrainedRun run = TrainedRun.open(source);
        Generator generator = Generator.of(run, UseOptions.shape(shape));
        CodeDensities densities = run.densities();
        Optional<Generator> fitted =
                (from == null ? densities.open() : densities.open(from)).map(generator::drawingFrom);
        if (fitted.isEmpty()
                && !run.model().isVariational()
                && run.model().prior().isStandard()) {
            options.terminal()
                    .note("drawn from N(0, I), which nothing pulled the codes of this autoencoder to; a run with"
                            + " evaluation.densities=[gaussian_mixture] draws from where its codes lie");
        }
        return fitted.orElse(generator);
    }
}
