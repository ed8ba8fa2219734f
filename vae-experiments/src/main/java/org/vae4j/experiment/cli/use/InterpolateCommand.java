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

/** {@code vae interpolate}. */
@Command(
        name = "interpolate",
        description =
                "Decodes the way from one latent to another: one row per pair (.png), an animation (.gif) or the pixels"
                        + " (.npy, .csv).",
        mixinStandardHelpOptions = true)
public final class InterpolateCommand implements Callable<Integer> {

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
            description =
                    "What is written; its ending decides the format. Default: the first of interpolate-1.png, interpolate-2.png, … in the run that is free.")
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
        UseOptions.within("--steps", steps, 2, 1000);
        UseOptions.within("--count", count, 1, 1000);
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(source, "interpolate", PNG)),
                List.of(PNG, GIF, NPY, CSV),
                options.force());
        NativeSetup.prepare();
        Generator generator;
        double[][] ends;
        IntFunction<double[]> labelOfEnd;
        if (between.isEmpty()) {
            generator = Generator.open(source, UseOptions.shape(shape));
            ends = rows(generator.prior(count + 1, seed));
            labelOfEnd = end -> new double[0];
        } else {
            TrainedRun run = TrainedRun.open(source);
            generator = Generator.of(run, UseOptions.shape(shape));
            ExampleSet images = images(run);
            ends = rows(run.model().location(Examples.inputs(run.model(), images)));
            labelOfEnd = end -> OneHot.row(images.label(end), generator.condition());
        }
        Space space = generator.distribution().distribution().space();
        List<double[]> points = new ArrayList<>();
        for (int row = 0; row + 1 < ends.length; row++) {
            Arrays.stream(path.points(space.coordinates(ends[row]), space.coordinates(ends[row + 1]), steps))
                    .map(space::point)
                    .forEach(points::add);
        }
        INDArray images = decoded(generator, Generator.latents(points.toArray(double[][]::new)), labelOfEnd);
        generator.grid(steps, images).write(output);
        options.done(
                (ends.length - 1) + " interpolations in " + output.file(),
                Map.of("out", output.file().toString(), "rows", ends.length - 1, "steps", steps, "path", name()));
        return 0;
    }

    private String name() {
        return path.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Decodes rows: between images the condition goes from one label to the other, between draws it stays. */
    private INDArray decoded(Generator generator, INDArray z, IntFunction<double[]> labelOfEnd) {
        int classes = generator.condition();
        OptionalInt given = label.of(classes);
        if (classes == 0 || given.isPresent() || between.isEmpty()) {
            return generator.decode(z, i -> given.orElseGet(() -> i / steps % classes));
        }
        double[][] conditions = new double[z.rows()][];
        for (int i = 0; i < conditions.length; i++) {
            int row = i / steps;
            conditions[i] = OneHot.between(
                    labelOfEnd.apply(row), labelOfEnd.apply(row + 1), (double) (i % steps) / (steps - 1));
        }
        return generator.decode(z, OneHot.matrix(conditions));
    }

    private ExampleSet images(TrainedRun run) {
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
