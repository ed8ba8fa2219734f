package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.CSV;
import static org.vae4j.experiment.use.Output.Format.NPY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.cli.option.ExampleChoice;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.use.Examples;
import org.vae4j.experiment.use.Numbers;
import org.vae4j.experiment.use.Output;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae encode}, which writes the posteriors of images. */
@Command(
        name = "encode",
        description = "Writes the posterior of every image: index, label (-1 where there is none), means, log-variances"
                + " (.csv, .npy).",
        mixinStandardHelpOptions = true)
public final class EncodeCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(names = "--count", paramLabel = "N", description = "How many; default: all from the first on.")
    private Integer count;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "What is written; its ending decides the format. Default: the first of encode-1.csv, encode-2.csv,"
                            + " … in the run that is free.")
    private Path out;

    @Mixin
    private ExampleChoice examples;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(run, "encode", CSV)),
                List.of(CSV, NPY),
                options.force());
        NativeSetup.prepare();
        TrainedRun trained = TrainedRun.open(run);
        ExampleSet images = count == null ? examples.of(trained) : examples.of(trained, count);
        Numbers posteriors = encoded(trained, images);
        output.write(posteriors);
        options.done(
                images.size() + (trained.model().isVariational() ? " posteriors in " : " codes in ") + output.file(),
                Map.of(
                        "out",
                        output.file().toString(),
                        "count",
                        images.size(),
                        "latent",
                        trained.model().latent(),
                        "columns",
                        posteriors.columns().size()));
        return ExitCode.DONE;
    }

    private Numbers encoded(TrainedRun trained, ExampleSet images) {
        try (Screen screen = new Screen(options.terminal(), "encode")) {
            return Examples.encode(trained.model(), images, examples.from(), done -> screen.progress("encoding", done));
        }
    }
}
