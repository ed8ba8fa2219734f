package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.CSV;
import static org.vae4j.experiment.use.Output.Format.GIF;
import static org.vae4j.experiment.use.Output.Format.NPY;
import static org.vae4j.experiment.use.Output.Format.PNG;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.cli.option.DataPlace;
import org.vae4j.experiment.cli.option.LabelChoice;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Examples;
import org.vae4j.experiment.use.Generator;
import org.vae4j.experiment.use.LatentPath;
import org.vae4j.experiment.use.Output;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.latent.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae interpolate}, which decodes paths between latents. */
@Command(
        name = "interpolate",
        description =
                "Decodes the way from one latent to another: one row per pair (.png), an animation (.gif) or the pixels"
                        + " (.npy, .csv).",
        mixinStandardHelpOptions = true)
public final class InterpolateCommand implements Callable<Integer> {

    private static final int MAX_STEPS = 1000;
    private static final int MAX_ROWS = 1000;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory, or a decoder file.")
    private Path source;

    @Option(
            names = "--between",
            paramLabel = "I,J",
            split = ",",
            description =
                    "Test images whose posterior means are the ends, as a chain: 0,1,2 makes two rows. Default: draws"
                            + " from the prior.")
    private List<Integer> between = new ArrayList<>();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "SPHERICAL",
            description = "linear or spherical (default).")
    private LatentPath path;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "10", description = "Images per row (default 10).")
    private int steps;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "8",
            description = "Rows, without --between (default 8).")
    private int count;

    @Option(names = "--shape", paramLabel = "CxHxW", description = "Of the images, where it is not a square.")
    private String shape;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "What is written; its ending decides the format. Default: the first of interpolate-1.png,"
                    + " interpolate-2.png, … in the run that is free.")
    private Path out;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of what is drawn (default 1).")
    private long seed;

    @Mixin
    private DataPlace data;

    @Mixin
    private LabelChoice label;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        UseOptions.within("--steps", steps, 2, MAX_STEPS);
        UseOptions.within("--count", count, 1, MAX_ROWS);
        data.requireUse(!between.isEmpty(), "--between");
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(source, "interpolate", PNG)),
                List.of(PNG, GIF, NPY, CSV),
                options.force());
        NativeSetup.prepare();
        Ends ends = between.isEmpty() ? draws() : images();
        Generator generator = ends.generator();
        int rows = ends.latents().length - 1;
        INDArray images = decoded(generator, Generator.latents(points(ends)), ends.condition());
        generator.grid(steps, images).write(output);
        options.done(
                rows + " interpolations in " + output.file(),
                Map.of("out", output.file().toString(), "rows", rows, "steps", steps, "path", pathName()));
        return ExitCode.DONE;
    }

    /**
     * The ends of the rows, a chain of latents each of which but the last begins a row that the next one ends.
     *
     * @param generator decodes latents
     * @param latents one latent per end
     * @param condition the one-hot label of an end by its index; asked for between images of a conditional model only
     */
    private record Ends(Generator generator, double[][] latents, IntFunction<double[]> condition) {}

    private Ends draws() throws IOException {
        Generator generator = Generator.open(source, UseOptions.shape(shape));
        return new Ends(generator, rows(generator.prior(count + 1, seed)), end -> new double[0]);
    }

    private Ends images() throws IOException {
        TrainedRun run = TrainedRun.open(source);
        Generator generator = Generator.of(run, UseOptions.shape(shape));
        ExampleSet images = chosenImages(run);
        return new Ends(
                generator,
                rows(run.model().location(Examples.inputs(run.model(), images))),
                end -> OneHot.row(images.label(end), generator.condition()));
    }

    /** The latents of all rows, {@code steps} per row, along the path in the coordinates of the latent space. */
    private double[][] points(Ends ends) {
        Space space = ends.generator().distribution().distribution().space();
        double[][] latents = ends.latents();
        List<double[]> points = new ArrayList<>();
        for (int row = 0; row + 1 < latents.length; row++) {
            Arrays.stream(path.points(space.coordinates(latents[row]), space.coordinates(latents[row + 1]), steps))
                    .map(space::point)
                    .forEach(points::add);
        }
        return points.toArray(double[][]::new);
    }

    private String pathName() {
        return path.name().toLowerCase(Locale.ROOT);
    }

    /** Decodes all rows: between images the condition moves from one label to the other, between draws it stays. */
    private INDArray decoded(Generator generator, INDArray z, IntFunction<double[]> conditionOfEnd) {
        int classes = generator.condition();
        OptionalInt given = label.of(classes);
        if (classes == 0 || given.isPresent() || between.isEmpty()) {
            return generator.decode(z, i -> given.orElseGet(() -> i / steps % classes));
        }
        double[][] conditions = new double[z.rows()][];
        for (int i = 0; i < conditions.length; i++) {
            int row = i / steps;
            conditions[i] = OneHot.between(
                    conditionOfEnd.apply(row), conditionOfEnd.apply(row + 1), (double) (i % steps) / (steps - 1));
        }
        return generator.decode(z, OneHot.matrix(conditions));
    }

    /** The test images that {@code --between} names. */
    private ExampleSet chosenImages(TrainedRun run) {
        ExampleSet test = data.of(run).split().test();
        if (between.size() < 2) {
            throw new ConfigException("--between: found one image, expected at least two, such as --between 0,1");
        }
        between.forEach(i -> UseOptions.within("--between", i, 0, test.size() - 1));
        return test.subset(between.stream().mapToInt(i -> i).toArray());
    }

    private static double[][] rows(INDArray latents) {
        double[][] rows = new double[latents.rows()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = latents.getRow(i).dup().toDoubleVector();
        }
        return rows;
    }
}
