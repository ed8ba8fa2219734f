package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.ONNX;
import static org.vae4j.experiment.use.Output.Format.SAFETENSORS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.track.tensorboard.TensorBoard;
import org.vae4j.experiment.use.Output;
import org.vae4j.experiment.use.export.ModelExport;
import org.vae4j.experiment.use.onnx.OnnxExport;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae export}, which writes the model of a run in the formats of other programs. */
@Command(
        name = "export",
        description =
                "Writes the model of a run for other tools: weights, or encoder and decoder as ONNX (docs/export.md).",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "safetensors",
            description =
                    "safetensors (default): the weights; onnx: encoder and decoder, ready to run; tensorboard: curves,"
                            + " pictures and latents as a folder of event files.")
    private String format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "What is written; model-encoder.onnx and model-decoder.onnx for model.onnx. Default: in the run,"
                            + " the first of export-1.safetensors, export-2.safetensors, … that is free; for onnx"
                            + " export-1-encoder.onnx and export-1-decoder.onnx; the folder tensorboard-1.")
    private Path out;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        return switch (format) {
            case "safetensors" -> weights();
            case "onnx" -> onnx();
            case "tensorboard" -> tensorBoard();
            default ->
                throw new ConfigException(
                        "--format: found '" + format + "', expected safetensors, onnx or tensorboard");
        };
    }

    private int weights() throws IOException {
        Output output = Output.of(file(SAFETENSORS.ending()), List.of(SAFETENSORS), options.force());
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
        return ExitCode.DONE;
    }

    private int onnx() throws IOException {
        Path named = file(ONNX.ending());
        Output encoder = Output.of(part(named, "encoder"), List.of(ONNX), options.force());
        Output decoder = Output.of(part(named, "decoder"), List.of(ONNX), options.force());
        NativeSetup.prepare();
        TrainedRun trained = TrainedRun.open(run);
        try {
            OnnxExport export = OnnxExport.of(trained);
            encoder.write(file -> export.write(file, decoder.file()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
        options.done(
                "the encoder in " + encoder.file() + ", the decoder in " + decoder.file(),
                Map.of(
                        "encoder",
                        encoder.file().toString(),
                        "decoder",
                        decoder.file().toString(),
                        "epoch",
                        trained.progress().epoch()));
        return ExitCode.DONE;
    }

    /** Writes event files for TensorBoard; these are made from the files of the run, without loading the model. */
    private int tensorBoard() throws IOException {
        TrainedRun.config(run);
        Path folder = Optional.ofNullable(out).orElseGet(() -> Output.numbered(run, "tensorboard", List.of("")));
        if (Files.exists(folder) && !options.force()) {
            throw new ConfigException("found " + folder + ", expected no such folder: nothing was added to it;"
                    + " use --out for another or --force to add to it");
        }
        AtomicInteger epochs = new AtomicInteger();
        Output.write(folder, path -> epochs.set(TensorBoard.write(run, path)), Output.OTHER_PLACE);
        options.done(epochs + " epochs in " + folder, Map.of("out", folder.toString(), "epochs", epochs.get()));
        return ExitCode.DONE;
    }

    /** The file that {@code --out} names, or the first numbered one in the run that is free. */
    private Path file(String ending) {
        return Optional.ofNullable(out).orElseGet(() -> {
            List<String> endings =
                    ending.equals(ONNX.ending()) ? List.of("-encoder" + ending, "-decoder" + ending) : List.of(ending);
            Path free = Output.numbered(run, "export", endings);
            return free.resolveSibling(free.getFileName() + ending);
        });
    }

    /** The file of one part of the model, such as model-encoder.onnx for model.onnx. */
    private static Path part(Path named, String part) {
        String name = named.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? named.resolveSibling(name + "-" + part)
                : named.resolveSibling(name.substring(0, dot) + "-" + part + name.substring(dot));
    }
}
