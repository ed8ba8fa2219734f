package org.vae4j.experiment.cli.use;

import static org.vae4j.experiment.use.Output.Format.CSV;
import static org.vae4j.experiment.use.Output.Format.GIF;
import static org.vae4j.experiment.use.Output.Format.NPY;
import static org.vae4j.experiment.use.Output.Format.PNG;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.cli.option.DataPlace;
import org.vae4j.experiment.cli.option.LabelChoice;
import org.vae4j.experiment.cli.option.UseOptions;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Examples;
import org.vae4j.experiment.use.Generator;
import org.vae4j.experiment.use.Output;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.latent.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae traverse}, which decodes latents while one dimension moves. */
@Command(
        name = "traverse",
        description =
                "Moves one latent dimension at a time and decodes: one row per dimension (.png), an animation (.gif) or"
                        + " the pixels (.npy, .csv).",
        mixinStandardHelpOptions = true)
public final class TraverseCommand implements Callable<Integer> {

    private static final int MAX_STEPS = 1000;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory, or a decoder file.")
    private Path source;

    @Option(
            names = "--dims",
            paramLabel = "I,J",
            split = ",",
            description = "Which dimensions, as reports name and count them: z1,z4 or 1,4; default: all.")
    private List<String> dims = new ArrayList<>();

    @Option(names = "--steps", paramLabel = "N", defaultValue = "11", description = "Images per row (default 11).")
    private int steps;

    @Option(names = "--range", paramLabel = "R", defaultValue = "3", description = "From -R to R (default 3).")
    private double range;

    @Option(names = "--example", paramLabel = "I", description = "About a test image's latent; else about the origin.")
    private Integer example;

    @Option(names = "--shape", paramLabel = "CxHxW", description = "Of the images, where it is not a square.")
    private String shape;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "What is written; its ending decides the format. Default: the first of traverse-1.png,"
                    + " traverse-2.png, … in the run that is free.")
    private Path out;

    @Mixin
    private DataPlace data;

    @Mixin
    private LabelChoice label;

    @Mixin
    private UseOptions options;

    @Override
    public Integer call() throws IOException {
        UseOptions.within("--steps", steps, 2, MAX_STEPS);
        data.requireUse(example != null, "--example");
        if (!(range > 0) || Double.isInfinite(range)) {
            throw new ConfigException("--range: found " + range + ", expected a number above 0");
        }
        Output output = Output.of(
                Optional.ofNullable(out).orElseGet(() -> Output.numbered(source, "traverse", PNG)),
                List.of(PNG, GIF, NPY, CSV),
                options.force());
        NativeSetup.prepare();
        Start start = example == null ? origin() : image();
        Generator generator = start.generator();
        List<Integer> chosen = dims.isEmpty()
                ? IntStream.range(0, generator.latent()).boxed().toList()
                : dims.stream().map(dim -> dimension(dim, generator.latent())).toList();
        generator.grid(steps, decoded(start, chosen)).write(output);
        options.done(
                "traversals of " + String.join(", ", names(chosen)) + " in " + output.file(),
                Map.of("out", output.file().toString(), "dims", names(chosen), "steps", steps, "range", range));
        return ExitCode.DONE;
    }

    /**
     * The latent about which dimensions move.
     *
     * @param generator decodes latents
     * @param coordinates the coordinates of the latent
     * @param labels the labels of the rows of each dimension, unless {@code --label} names one; a single 0 where the
     *     model has no condition
     */
    private record Start(Generator generator, double[] coordinates, int[] labels) {}

    private Start origin() throws IOException {
        Generator generator = Generator.open(source, UseOptions.shape(shape));
        int[] labels = IntStream.range(0, Math.max(1, generator.condition())).toArray();
        return new Start(generator, new double[generator.latent()], labels);
    }

    private Start image() throws IOException {
        TrainedRun run = TrainedRun.open(source);
        Generator generator = Generator.of(run, UseOptions.shape(shape));
        ExampleSet image = Examples.some(data.of(run).split().test(), example, 1);
        double[] coordinates = generator.distribution().distribution().space().coordinates(location(run, image));
        return new Start(generator, coordinates, new int[] {generator.condition() == 0 ? 0 : image.label(0)});
    }

    /** The images of all dimensions, one row per dimension and label. */
    private INDArray decoded(Start start, List<Integer> dimensions) {
        Generator generator = start.generator();
        Space space = generator.distribution().distribution().space();
        OptionalInt given = label.of(generator.condition());
        int[] labels = given.isPresent() ? new int[] {given.getAsInt()} : start.labels();
        INDArray[] rows = dimensions.stream()
                .map(dim -> generator.follow(
                        Generator.latents(points(space, dim, start.coordinates(), labels.length)), dim))
                .toArray(INDArray[]::new);
        return generator.decode(Nd4j.vstack(rows).dup('f'), i -> labels[i / steps % labels.length]);
    }

    private static List<String> names(List<Integer> dimensions) {
        return dimensions.stream().map(index -> "z" + (index + 1)).toList();
    }

    /** The index, from 0, of a dimension that is named as in reports: z1 or 1 for the first. */
    private static int dimension(String name, int latent) {
        if (!name.matches("z?\\d{1,6}")) {
            throw new ConfigException("--dims: found '" + name + "', expected names such as z1,z4, up to z" + latent);
        }
        int number = Integer.parseInt(name.replace("z", ""));
        if (number < 1 || number > latent) {
            throw new ConfigException("--dims: found " + name + ", expected z1 to z" + latent
                    + ": dimensions are counted from 1, as reports count them");
        }
        return number - 1;
    }

    /**
     * The latents of one dimension's rows, one row per label: the coordinate goes from -range to range in equal steps,
     * and the others stay.
     */
    private double[][] points(Space space, int dim, double[] centre, int labels) {
        double[][] points = new double[labels * steps][];
        for (int i = 0; i < points.length; i++) {
            double[] coordinates = centre.clone();
            coordinates[dim] = range * (2.0 * (i % steps) / (steps - 1) - 1);
            points[i] = space.point(coordinates);
        }
        return points;
    }

    private static double[] location(TrainedRun run, ExampleSet image) {
        return run.model()
                .location(Examples.inputs(run.model(), image))
                .getRow(0)
                .dup()
                .toDoubleVector();
    }
}
