package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.CSV;
import static org.vae4j.experiment.use.Output.Format.NPY;
import static org.vae4j.experiment.use.Output.Format.PNG;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.cli.option.LabelChoice;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Generator;
import org.vae4j.experiment.use.Numbers;
import org.vae4j.experiment.use.Output;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae decode}, which decodes latents from a file. */
@Command(
        name = "decode",
        description = "Decodes latents from a file: a sheet (.png) or the pixels (.npy, .csv).",
        mixinStandardHelpOptions = true)
public final class DecodeCommand implements Callable<Integer> {

    private static final int COLUMNS = 10;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory, or a decoder file.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "LATENTS",
            description = "A CSV or NPY file, one row per latent; what vae encode wrote is understood.")
    private Path latents;

    @Option(names = "--shape", paramLabel = "CxHxW", description = "Of the images, where it is not a square.")
    private String shape;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "What is written; its ending decides the format. Default: the first of decode-1.png, decode-2.png,"
                            + " … in the run that is free.")
    private Path out;

    @Mixin
    private LabelChoice label;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(source, "decode", PNG)),
                List.of(PNG, NPY, CSV),
                options.force());
        NativeSetup.prepare();
        Numbers numbers = Numbers.read(latents);
        Generator generator = Generator.open(source, UseOptions.shape(shape));
        OptionalInt given = label.of(generator.condition());
        INDArray z = numbers.latents(generator.latent());
        INDArray images = given.isPresent() ? generator.decode(z, i -> given.getAsInt()) : generator.decode(z);
        generator.grid(COLUMNS, images).write(output);
        options.done(
                images.rows() + " images in " + output.file(),
                Map.of("out", output.file().toString(), "count", images.rows()));
        return ExitCode.DONE;
    }
}
