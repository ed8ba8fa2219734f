package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.CSV;
import static org.vae4j.experiment.use.Output.Format.NPY;
import static org.vae4j.experiment.use.Output.Format.PNG;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.cli.option.ExampleChoice;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Examples;
import org.vae4j.experiment.use.ImageGrid;
import org.vae4j.experiment.use.Output;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae reconstruct}, which writes images and their reconstructions. */
@Command(
        name = "reconstruct",
        description =
                "Encodes images and decodes the posterior's mean: rows of images above rows of reconstructions (.png),"
                        + " or the reconstructions' pixels (.npy, .csv).",
        mixinStandardHelpOptions = true)
public final class ReconstructCommand implements Callable<Integer> {

    private static final int COLUMNS = 10;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(names = "--count", paramLabel = "N", defaultValue = "20", description = "How many (default 20).")
    private int count;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "What is written; its ending decides the format. Default: the first of reconstruct-1.png,"
                    + " reconstruct-2.png, … in the run that is free.")
    private Path out;

    @Mixin
    private ExampleChoice examples;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(run, "reconstruct", PNG)),
                List.of(PNG, NPY, CSV),
                options.force());
        NativeSetup.prepare();
        TrainedRun trained = TrainedRun.open(run);
        ExampleSet images = examples.of(trained, count);
        INDArray before = Examples.features(images);
        INDArray after = trained.model().reconstruct(Examples.inputs(trained.model(), images));
        INDArray shown = output.format() == PNG ? alternating(before, after) : after;
        new ImageGrid(images::imageShape, Math.min(COLUMNS, count), shown, TrainedRun.description(run)).write(output);
        options.done(
                count + " reconstructions in " + output.file(),
                Map.of(
                        "out",
                        output.file().toString(),
                        "count",
                        count,
                        "part",
                        examples.part().toString(),
                        "from",
                        examples.from()));
        return ExitCode.DONE;
    }

    /**
     * Rows of images, each above the row of their reconstructions. The last two rows are filled up with white images.
     *
     * @param before the images, one per row
     * @param after their reconstructions
     * @return the images in the order of the grid
     */
    private static INDArray alternating(INDArray before, INDArray after) {
        int columns = Math.min(COLUMNS, before.rows());
        int pairs = (before.rows() + columns - 1) / columns;
        INDArray shown = Nd4j.ones(before.dataType(), 2L * pairs * columns, before.columns());
        for (int i = 0; i < before.rows(); i++) {
            int row = 2 * (i / columns) * columns + i % columns;
            shown.putRow(row, before.getRow(i));
            shown.putRow(row + columns, after.getRow(i));
        }
        return shown;
    }
}
