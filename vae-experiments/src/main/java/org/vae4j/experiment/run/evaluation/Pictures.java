package org.vae4j.experiment.run.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.report.image.Caption;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.PseudoInputs;

/** The sheets that a person looks at, each with its caption: what the model makes of examples and of latents. */
public final class Pictures {

    private static final int COLUMNS = 10;
    private static final int PAIRS_OF_ROWS = 2;
    private static final int SAMPLES = 100;
    private static final int INTERPOLATIONS = 8;
    private static final int TRAVERSALS = 10;
    private static final int STEPS = 11;
    private static final int MANIFOLD = 20;
    /** Standard deviations of the prior. */
    private static final double RANGE = 3;

    private final LatentModel model;
    private final ConfiguredData data;
    private final ExampleSet test;
    private final ImageShape shape;
    private final double black;
    private final double white;
    private final Path figures;

    /**
     * Prepares the pictures of a model.
     *
     * @param model the model
     * @param data the data of the run
     * @param figures the folder that they are written to
     */
    public Pictures(LatentModel model, ConfiguredData data, Path figures) {
        this.model = model;
        this.data = data;
        this.test = data.split().test();
        this.shape = test.imageShape();
        this.black = data.own().map(DataDescription::black).orElse(0.0);
        this.white = data.own().map(DataDescription::white).orElse(1.0);
        this.figures = figures;
    }

    /**
     * Draws all that this model has; {@code latents} are the posteriors of the first test examples.
     *
     * @param latents the encoded examples
     */
    public void draw(LatentTable latents) throws IOException {
        sheets();
        if (model.isVariational()) {
            if (model.pseudoInputs().isPresent()) {
                pseudoInputs(model.pseudoInputs().get());
            }
            if (model.latent() == 2 && model.prior().isStandard()) {
                manifold();
            }
        }
        interpolations(latents);
        traversals(latents);
    }

    /** Draws what shows how far a training is: reconstructions, and samples where there is a prior. */
    public void sheets() throws IOException {
        reconstructions();
        if (model.isVariational()) {
            samples();
        }
    }

    /** Rows of test examples, each above the row of their reconstructions. */
    private void reconstructions() throws IOException {
        int count = Math.min(COLUMNS * PAIRS_OF_ROWS, test.size());
        INDArray examples = data.evaluation(test.head(count), count).next().getFeatures();
        List<float[]> before = rows(examples.get(NDArrayIndex.all(), NDArrayIndex.interval(0, shape.size()))
                .dup('f')
                .reshape('f', count, shape.size()));
        List<float[]> after = rows(model.reconstruct(examples));
        ImageSheet sheet = sheet().columns(Math.min(COLUMNS, count));
        for (int from = 0; from < count; from += COLUMNS) {
            int to = Math.min(count, from + COLUMNS);
            sheet.addAll(before.subList(from, to)).addAll(after.subList(from, to));
        }
        save(
                sheet,
                "reconstructions",
                Caption.sheet(
                        "Reconstructions",
                        "Odd rows: the first test examples. Even rows: E[x|z] at the posterior mean of the example"
                                + " above.",
                        "Rows of " + Math.min(COLUMNS, count) + " test images, each row above the row of their"
                                + " reconstructions"));
    }

    private String prior() {
        return model.prior().isStandard()
                ? "N(0, I)"
                : "(" + model.prior().distribution().name() + ")";
    }

    /** E[x|z] for z drawn from the prior. */
    private void samples() throws IOException {
        if (model.condition() > 0) {
            samplesByLabel();
            return;
        }
        INDArray samples = model.samplePrior(SAMPLES, Streams.derive(data.seed(), "sample"));
        save(
                sheet().columns(COLUMNS).addAll(rows(samples)),
                "samples",
                Caption.sheet(
                        "Samples",
                        "E[x|z] for z drawn from the prior " + prior() + ". None was chosen.",
                        "Grid of 10 by 10 images that the decoder makes from random latents"));
    }

    /** The learned examples of whose posteriors the prior is made, the first of them. */
    private void pseudoInputs(PseudoInputs inputs) throws IOException {
        List<float[]> all = rows(inputs.values());
        List<float[]> shown = all.subList(0, Math.min(SAMPLES, all.size()));
        save(
                sheet().columns(Math.min(COLUMNS, shown.size())).addAll(shown),
                "pseudo-inputs",
                Caption.sheet(
                        "Pseudo-inputs",
                        "The first " + shown.size() + " of the " + all.size() + " examples that were learned with the"
                                + " model; the prior is the mixture of their posteriors.",
                        "Grid of " + shown.size() + " learned images, of whose posteriors the prior is made"));
    }

    /** A row per label; down a column, the label changes and the latent stays. */
    private void samplesByLabel() throws IOException {
        int labels = model.condition();
        INDArray row = model.prior().sample(COLUMNS, Streams.derive(data.seed(), "sample"), type());
        INDArray latents = Nd4j.tile(row, labels, 1).dup('f');
        INDArray condition = OneHot.rows(labels * COLUMNS, i -> i / COLUMNS, labels);
        save(
                sheet().columns(COLUMNS).addAll(rows(model.decode(latents, condition))),
                "samples",
                Caption.sheet(
                        "Samples by label",
                        "E[x|z, label] for z drawn from the prior. Each row has one label, from 0 at the top to "
                                + (labels - 1) + "; each column has one z. None was chosen.",
                        "Grid of " + labels + " by " + COLUMNS + " images that the decoder makes from random latents,"
                                + " a row per label"));
    }

    /** E[x|z] over the latent plane, at equal steps of the prior's probability (Kingma and Welling 2014, figure 4). */
    private void manifold() throws IOException {
        NormalDistribution prior = new NormalDistribution(null, 0, 1);
        double[][] grid = new double[MANIFOLD * MANIFOLD][];
        for (int i = 0; i < grid.length; i++) {
            double across = (i % MANIFOLD + 0.5) / MANIFOLD;
            double up = 1 - (i / MANIFOLD + 0.5) / MANIFOLD;
            grid[i] = new double[] {prior.inverseCumulativeProbability(across), prior.inverseCumulativeProbability(up)};
        }
        save(
                decoded(grid, step -> label(0)).columns(MANIFOLD).scale(Math.max(1, 56 / shape.width())),
                "manifold",
                Caption.sheet(
                        "Manifold",
                        String.format(
                                Locale.ROOT,
                                "E[x|z] over the latent plane, z1 to the right and z2 upwards, both from %.2f to"
                                        + " %.2f in equal steps of the prior's probability.%s",
                                grid[0][0],
                                -grid[0][0],
                                model.condition() == 0 ? "" : " The label is that of the first test example."),
                        "Grid of " + MANIFOLD + " by " + MANIFOLD + " decoded images that change gradually over the"
                                + " latent plane"));
    }

    /**
     * Straight lines between the posterior means of two test examples of different classes, where there are classes.
     */
    private void interpolations(LatentTable latents) throws IOException {
        int pairs = Math.min(INTERPOLATIONS, latents.size() / 2);
        List<double[]> path = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            double[] from = mean(latents, 2 * pair);
            double[] to = mean(latents, partner(2 * pair, latents.size()));
            for (int step = 0; step < STEPS; step++) {
                double t = (double) step / (STEPS - 1);
                double[] z = new double[from.length];
                Arrays.setAll(z, j -> (1 - t) * from[j] + t * to[j]);
                path.add(z);
            }
        }
        if (pairs > 0) {
            save(
                    decoded(path.toArray(double[][]::new), i -> labelOnTheWay(i, latents.size()))
                            .columns(STEPS),
                    "interpolations",
                    Caption.sheet(
                            "Interpolations",
                            "Each row: E[x|z] along the straight line from the posterior mean of one test example to"
                                    + " that of another.",
                            pairs + " rows of " + STEPS + " images, each row changing gradually from one reconstructed"
                                    + " example into another"));
        }
    }

    /** The condition of a step of {@link #interpolations}, from one example's label to the other's. */
    private double[] labelOnTheWay(int step, int examples) {
        int first = 2 * (step / STEPS);
        return OneHot.between(label(first), label(partner(first, examples)), (double) (step % STEPS) / (STEPS - 1));
    }

    private double[] label(int example) {
        return OneHot.row(test.label(example), model.condition());
    }

    private int partner(int example, int count) {
        for (int other = example + 1; test.hasLabels() && other < count; other++) {
            if (test.label(other) != test.label(example)) {
                return other;
            }
        }
        return example + 1;
    }

    /** One dimension of z at a time, those first that tell most; the others stay at the first example's mean. */
    private void traversals(LatentTable latents) throws IOException {
        List<Integer> dimensions = latents.byImportance().subList(0, Math.min(TRAVERSALS, latents.dimensions()));
        List<double[]> path = new ArrayList<>();
        for (int dimension : dimensions) {
            double[] range = range(latents.means(dimension));
            for (int step = 0; step < STEPS; step++) {
                double[] z = mean(latents, 0);
                z[dimension] = range[0] + (range[1] - range[0]) * step / (STEPS - 1);
                path.add(z);
            }
        }
        String order =
                String.join(", ", dimensions.stream().map(d -> "z" + (d + 1)).toList());
        save(
                decoded(path.toArray(double[][]::new), step -> label(0)).columns(STEPS),
                "traversals",
                Caption.sheet(
                        "Traversals",
                        "Each row: E[x|z] while one dimension goes from "
                                + (model.isVariational() ? "-3 to 3" : "the least to the greatest code of the data")
                                + " and the others stay at the posterior mean of the first test example. From the top,"
                                + " the dimensions that tell most: " + order + ".",
                        dimensions.size() + " rows of " + STEPS + " images; along a row one latent dimension grows"));
    }

    private double[] range(double[] codes) {
        return model.isVariational()
                ? new double[] {-RANGE, RANGE}
                : new double[] {
                    Arrays.stream(codes).min().orElse(-RANGE),
                    Arrays.stream(codes).max().orElse(RANGE)
                };
    }

    private static double[] mean(LatentTable latents, int example) {
        double[] z = new double[latents.dimensions()];
        Arrays.setAll(z, j -> latents.means(j)[example]);
        return z;
    }

    /** {@code condition} of each latent is not asked where the model has none. */
    private ImageSheet decoded(double[][] z, IntFunction<double[]> condition) {
        INDArray latents = Nd4j.create(z.length, model.latent()).castTo(type()).dup('f');
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[i].length; j++) {
                latents.putScalar(i, j, z[i][j]);
            }
        }
        if (model.condition() == 0) {
            return sheet().addAll(rows(model.decode(latents)));
        }
        double[][] conditions = IntStream.range(0, z.length).mapToObj(condition).toArray(double[][]::new);
        return sheet().addAll(rows(model.decode(latents, OneHot.matrix(conditions))));
    }

    private DataType type() {
        return model.graph().params().dataType();
    }

    private void save(ImageSheet sheet, String name, Caption caption) throws IOException {
        Path file = figures.resolve(name + ".png");
        sheet.save(file);
        caption.save(file);
    }

    private ImageSheet sheet() {
        return new ImageSheet(shape.channels(), shape.height(), shape.width()).shades(black, white);
    }

    private static List<float[]> rows(INDArray images) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < images.rows(); i++) {
            rows.add(images.getRow(i).toFloatVector());
        }
        return rows;
    }
}
