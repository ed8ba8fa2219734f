package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.SAFETENSORS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.use.Output;
import org.vae4j.experiment.use.export.ModelExport;
import org.vae4j.kernel.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vae export}. */
@Command(
        name = "export",
        description =
                "Writes the weights of a run for other tools (.safetensors; docs/export.md says how to read them).",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "safetensors",
            description = "safetensors (default).")
    private String format;

    @Option(names = "--out", paramLabel = "FILE", defaultValue = "model.safetensors", description = "What is written.")
    private Path out;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        if (!format.equals("safetensors")) {
            throw new ConfigException("--format: found '" + format + "', expected safetensors");
        }
        Output output = Output.of(out, List.of(SAFETENSORS), options.force());
        NativeSetup.prepare();
        TrainedRun trained = TrainedRun.open(run);
        AtomicLong parameters = new AtomicLong();
        output.write(file -> parameters.set(ModelExport.write(trained, file)));
        options.done(
                parameters + " parameters in " + output.file(),
                Map.of(
                        "out",
                        output.file().toString(),
                        "parameters",
                        parameters.get(),
                        "epoch",
                        trained.progress().epoch()));
        return 0;
    }
}
