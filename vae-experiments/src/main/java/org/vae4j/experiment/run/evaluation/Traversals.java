package org.vae4j.experiment.run.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.config.formula.Notation;
import org.vae4j.experiment.report.latent.Importance;
import org.vae4j.experiment.report.latent.LatentNames;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.latent.Space;
import org.vae4j.latent.manifold.UnitSphere;
import org.vae4j.model.LatentModel;

/**
 * Latent traversals: on each row one dimension of z moves over its range in equal steps, and the others stay at the
 * posterior mean of the first test example. In a hierarchy, the levels below the moving one take the means of their
 * conditional priors. The rows are the dimensions with the largest KL from the prior, or with the largest variance
 * where the KL is not known; each level of a hierarchy has an equal share of the rows.
 */
final class Traversals {

    private static final int MAX_ROWS = 10;

    /** A dimension of a variational model moves from -RANGE to RANGE standard deviations of the prior. */
    private static final double RANGE = 3;

    private final LatentModel model;
    private final LatentTable latents;
    private final int steps;
    private final Importance importance;
    private final List<Integer> dimensions;

    /**
     * Chooses the dimensions that are traversed.
     *
     * @param model the model
     * @param latents the encoded test examples
     * @param klNats the KL of each dimension from its prior given the level above, in nats; empty where it is not known
     * @param steps the number of latents per row, at least 2
     */
    Traversals(LatentModel model, LatentTable latents, double[] klNats, int steps) {
        if (steps < 2) {
            throw new IllegalArgumentException("found " + steps + " steps of a traversal, expected at least 2");
        }
        this.model = model;
        this.latents = latents;
        this.steps = steps;
        this.importance = importance(klNats);
        this.dimensions = dimensions();
    }

    /**
     * Ranks dimensions by their KL from the prior; for a single level, this is known in closed form for N(0, I) only.
     */
    private Importance importance(double[] klNats) {
        if (model.levels().size() > 1 && klNats.length == latents.dimensions()) {
            return Importance.ofLevels(klNats);
        }
        boolean standard = model.prior().isStandard() && !model.prior().isHierarchical();
        return latents.isVariational() && standard ? Importance.ofKl(latents) : Importance.ofVariance(latents);
    }

    /** The traversed dimensions, beginning with the level that is farthest from the data. */
    private List<Integer> dimensions() {
        List<Integer> levels = model.levels();
        int rowsPerLevel = Math.max(1, MAX_ROWS / levels.size());
        List<Integer> dimensions = new ArrayList<>();
        int end = latents.dimensions();
        for (int l = levels.size() - 1; l >= 0; l--) {
            int from = end - levels.get(l);
            int to = end;
            importance.order().stream()
                    .filter(dimension -> dimension >= from && dimension < to)
                    .limit(rowsPerLevel)
                    .forEach(dimensions::add);
            end = from;
        }
        return dimensions;
    }

    /** The number of traversed dimensions, each a row of the picture. */
    int count() {
        return dimensions.size();
    }

    /**
     * The latents of all rows, one after the other.
     *
     * @param matrix converts latents to an array of the model's data type
     */
    double[][] path(Function<double[][], INDArray> matrix) {
        List<double[]> path = new ArrayList<>();
        for (int dimension : dimensions) {
            double[][] row = row(dimension);
            boolean hierarchy = model.levels().size() > 1;
            path.addAll(Arrays.asList(
                    hierarchy
                            ? model.prior().follow(matrix.apply(row), dimension).toDoubleMatrix()
                            : row));
        }
        return path.toArray(double[][]::new);
    }

    /** The latents of one row: the coordinate at step s is first + (last - first) s / (steps - 1). */
    private double[][] row(int dimension) {
        double[] range = range(latents.means(dimension));
        Space space = model.prior().distribution().space();
        double[][] row = new double[steps][];
        for (int step = 0; step < steps; step++) {
            double[] coordinates = space.coordinates(Pictures.mean(latents, 0));
            coordinates[dimension] = range[0] + (range[1] - range[0]) * step / (steps - 1);
            row[step] = space.point(coordinates);
        }
        return row;
    }

    /** The first and the last value of a dimension: of the prior, or of the data's codes in a plain autoencoder. */
    private double[] range(double[] codes) {
        return model.isVariational()
                ? new double[] {-RANGE, RANGE}
                : new double[] {
                    Arrays.stream(codes).min().orElse(-RANGE),
                    Arrays.stream(codes).max().orElse(RANGE)
                };
    }

    /** The name of an example's representative in latent space, for captions: a plain autoencoder has no mean. */
    static String place(LatentModel model) {
        return model.isVariational() ? model.prior().distribution().space().locationName() : "code";
    }

    /** On the sphere, changing a coordinate changes the length of the vector, which is then projected back. */
    private String projectionNote() {
        return model.prior().distribution().space() instanceof UnitSphere
                ? "; the vector is then scaled to length 1, so that at the ends z lies near the axis of that coordinate"
                : "";
    }

    /** The caption's description of the picture. */
    String text() {
        boolean layers = model.levels().size() > 1;
        Notation notation = Notation.ofClasses(model.condition());
        String order = String.join(", ", dimensions.stream().map(names()::name).toList());
        return "Each row: " + notation.mean() + " while one "
                + model.prior().distribution().space().coordinateName() + " goes from "
                + (model.isVariational() ? "−3 to 3" : "the least to the greatest code of the data")
                + " and the others stay at the " + place(model) + " of the first test example"
                + projectionNote()
                + (layers ? "; levels below it follow as the means of their priors" : "")
                + "." + (model.condition() > 0 ? " The label is that of the first test example." : "")
                + " From the top" + (layers ? ", level by level" : "") + ", by " + importance.measure() + ": " + order
                + ".";
    }

    private LatentNames names() {
        return new LatentNames(model.levels());
    }
}
