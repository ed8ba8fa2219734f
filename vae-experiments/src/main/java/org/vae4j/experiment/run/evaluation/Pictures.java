package org.vae4j.experiment.run.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.density.CodeDensity;
import org.vae4j.experiment.config.formula.Notation;
import org.vae4j.experiment.config.formula.PartWords;
import org.vae4j.experiment.report.image.Caption;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.latent.Space;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.PseudoInputs;

/**
 * Draws the sheets of images of a run, each saved with its caption: reconstructions, samples, pseudo-inputs, the latent
 * manifold, interpolations and traversals.
 */
public final class Pictures {

    private static final int COLUMNS = 10;
    private static final int PAIRS_OF_ROWS = 2;
    private static final int SAMPLES = COLUMNS * COLUMNS;
    private static final int INTERPOLATIONS = 8;

    /** Images along an interpolation or a traversal. */
    private static final int STEPS = 11;

    /** The least width of a decoded image on the manifold sheet, in pixels: smaller images are enlarged. */
    private static final int MANIFOLD_CELL = 56;

    private final LatentModel model;
    private final ConfiguredData data;
    private final ExampleSet test;
    private final ImageShape shape;
    private final double black;
    private final double white;
    private final Path figures;
    private final Notation notation;

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
        this.notation = Notation.ofClasses(model.condition());
    }

    /**
     * Draws every sheet that exists for this kind of model.
     *
     * @param latents the first test examples, encoded
     * @param klNats the KL of each dimension from its prior, in nats; empty where it is not known
     * @throws IOException when a sheet cannot be written
     */
    public void draw(LatentTable latents, double[] klNats) throws IOException {
        sheets();
        if (canSample()) {
            if (model.pseudoInputs().isPresent()) {
                pseudoInputs(model.pseudoInputs().get());
            }
            Optional<LatentGrid> grid = LatentGrid.of(model.prior().distribution(), model.latent());
            if (grid.isPresent()) {
                manifold(grid.get());
            }
        }
        interpolations(latents);
        traversals(latents, klNats);
    }

    /**
     * Draws the sheets that show the progress of a training: reconstructions, and samples where the model can be
     * sampled.
     *
     * @throws IOException when a sheet cannot be written
     */
    public void sheets() throws IOException {
        reconstructions();
        if (canSample()) {
            samples();
        }
    }

    /** Whether codes follow the prior: an autoencoder's do only if it was trained towards a prior of its own. */
    private boolean canSample() {
        return model.isVariational() || !model.prior().isStandard();
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
                        "Odd rows: the first test examples. Even rows: " + notation.mean() + " at the " + place()
                                + " of the example above.",
                        "Rows of " + Math.min(COLUMNS, count) + " test images, each row above the row of their"
                                + " reconstructions"));
    }

    private String place() {
        return Traversals.place(model);
    }

    private String prior() {
        if (model.prior().isHierarchical()) {
            return "p(z_L) Π p(z_l|z_(l+1)), each level given the draw of the one above it";
        }
        return model.prior().isStandard()
                ? "N(0, I)"
                : "(" + PartWords.words(model.prior().distribution().name()) + ")";
    }

    /** Draws E[x|z] for z from the prior. */
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
                        "E[x|z] for z drawn from the prior " + prior() + ". The samples are not selected.",
                        "Grid of 10 by 10 images that the decoder makes from random latents"));
    }

    /**
     * Draws E[x|z] for z from a density that was fitted to the codes. Draws nothing for a conditional model: the
     * density is not conditional.
     *
     * @param name the name of the density
     * @param density the density
     * @throws IOException when the sheet cannot be written
     */
    public void samplesOf(String name, CodeDensity density) throws IOException {
        if (model.condition() > 0) {
            return;
        }
        INDArray z =
                density.sample(SAMPLES, Streams.derive(data.seed(), "sample")).castTo(type());
        save(
                sheet().columns(COLUMNS).addAll(rows(model.decode(z))),
                "samples-of-density",
                Caption.sheet(
                        "Samples of " + name,
                        "E[x|z] for z drawn from the density (" + name + ") that was fitted to the codes of the"
                                + " training examples. The samples are not selected.",
                        "Grid of 10 by 10 images that the decoder makes of codes drawn from a fitted density"));
    }

    /** Draws the first of the learned examples whose posteriors make up the prior. */
    private void pseudoInputs(PseudoInputs inputs) throws IOException {
        List<float[]> all = rows(inputs.values());
        List<float[]> shown = all.subList(0, Math.min(SAMPLES, all.size()));
        save(
                sheet().columns(Math.min(COLUMNS, shown.size())).addAll(shown),
                "pseudo-inputs",
                Caption.sheet(
                        "Pseudo-inputs",
                        (shown.size() < all.size() ? "The first " + shown.size() + " of the " : "All ") + all.size()
                                + " examples that were learned with the model; the prior is the mixture of their"
                                + " posteriors.",
                        "Grid of " + shown.size() + " learned images, of whose posteriors the prior is made"));
    }

    private String classes(int labels) {
        List<String> names = data.own().map(DataDescription::classNames).orElse(List.of());
        return names.size() == labels ? String.join(", ", names) : "0 to " + (labels - 1);
    }

    /** Draws one row per label; down a column the label changes and the latent stays the same. */
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
                        "E[x|z, y] for z drawn from the prior " + prior() + ". Each row has one label y, from the top: "
                                + classes(labels) + "; each column has one z. The samples are not selected.",
                        "Grid of " + labels + " by " + COLUMNS + " images that the decoder makes from random latents,"
                                + " a row per label"));
    }

    /**
     * Draws E[x|z] over a latent surface at equal steps of the prior's probability (Kingma and Welling 2014, figure 4).
     */
    private void manifold(LatentGrid grid) throws IOException {
        save(
                decoded(grid.points(), step -> label(0))
                        .columns(LatentGrid.SIDE)
                        .scale(Math.max(1, MANIFOLD_CELL / shape.width())),
                "manifold",
                Caption.sheet(
                        "Manifold",
                        notation.mean() + " over " + grid.description()
                                + (model.condition() == 0 ? "" : " The label is that of the first test example."),
                        "Grid of " + LatentGrid.SIDE + " by " + LatentGrid.SIDE
                                + " decoded images that change gradually over the latent " + grid.surface()));
    }

    private Space space() {
        return model.prior().distribution().space();
    }

    /**
     * Draws E[x|z] along the line between two test examples, of different classes where there are classes: in the
     * coordinates of the latent space, (1 - t) μ(x_1) + t μ(x_2) for t in [0, 1].
     */
    private void interpolations(LatentTable latents) throws IOException {
        int pairs = Math.min(INTERPOLATIONS, latents.size() / 2);
        List<double[]> path = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            double[] from = space().coordinates(mean(latents, 2 * pair));
            double[] to = space().coordinates(mean(latents, partner(2 * pair, latents.size())));
            for (int step = 0; step < STEPS; step++) {
                double t = (double) step / (STEPS - 1);
                double[] coordinates = new double[from.length];
                Arrays.setAll(coordinates, j -> (1 - t) * from[j] + t * to[j]);
                path.add(space().point(coordinates));
            }
        }
        if (pairs > 0) {
            save(
                    decoded(path.toArray(double[][]::new), i -> labelOnTheWay(i, latents.size()))
                            .columns(STEPS),
                    "interpolations",
                    Caption.sheet(
                            "Interpolations",
                            "Each row: " + notation.mean() + " along the " + space().lineName() + " from the " + place()
                                    + " of one test example to that of another."
                                    + (model.condition() == 0
                                            ? ""
                                            : " The label changes with it, as a mixture of the two."),
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

    /** The next example of another class among the first {@code count}; the next one where there is none. */
    private int partner(int example, int count) {
        for (int other = example + 1; test.hasLabels() && other < count; other++) {
            if (test.label(other) != test.label(example)) {
                return other;
            }
        }
        return example + 1;
    }

    /**
     * Draws E[x|z] while one dimension of z changes, in the order of {@link Traversals}; the others stay at the first
     * example's mean.
     */
    private void traversals(LatentTable latents, double[] klNats) throws IOException {
        Traversals traversals = new Traversals(model, latents, klNats, STEPS);
        double[][] path = traversals.path(this::matrix);
        save(
                decoded(path, step -> label(0)).columns(STEPS),
                "traversals",
                Caption.sheet(
                        "Traversals",
                        traversals.text(),
                        traversals.count() + " rows of " + STEPS + " images; along a row one latent dimension grows"));
    }

    static double[] mean(LatentTable latents, int example) {
        double[] z = new double[latents.dimensions()];
        Arrays.setAll(z, j -> latents.means(j)[example]);
        return z;
    }

    /** Decodes latents under the condition of each, which is not asked for where the model has none. */
    private ImageSheet decoded(double[][] z, IntFunction<double[]> condition) {
        INDArray latents = matrix(z);
        if (model.condition() == 0) {
            return sheet().addAll(rows(model.decode(latents)));
        }
        double[][] conditions = IntStream.range(0, z.length).mapToObj(condition).toArray(double[][]::new);
        return sheet().addAll(rows(model.decode(latents, OneHot.matrix(conditions))));
    }

    private INDArray matrix(double[][] z) {
        INDArray latents = Nd4j.create(z.length, model.latent()).castTo(type()).dup('f');
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[i].length; j++) {
                latents.putScalar(i, j, z[i][j]);
            }
        }
        return latents;
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
