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
 * Ways through the latent space on which one dimension changes: those of the largest KL from the prior or of the
 * largest variance, and of several levels as many of each. The others stay at the posterior mean of the
 * first test example, but for the levels below the one that changes, which follow as the means of their priors.
 */
final class Traversals {

    private static final int MAX_ROWS = 10;
    /** Standard deviations of the prior. */
    private static final double RANGE = 3;

    private final LatentModel model;
    private final LatentTable latents;
    private final int steps;
    private final Importance importance;
    private final List<Integer> dimensions;

    /**
     * Chooses the dimensions.
     *
     * @param klNats the divergence of each dimension from its prior given the level above; empty where it is not known
     */
    Traversals(LatentModel model, LatentTable latents, double[] klNats, int steps) {
        this.model = model;
        this.latents = latents;
        this.steps = steps;
        this.importance = importance(klNats);
        this.dimensions = dimensions();
    }

    /** The divergences of dimensions from N(0, 1) are those from the prior where that is N(0, I). */
    private Importance importance(double[] klNats) {
        if (model.levels().size() > 1 && klNats.length == latents.dimensions()) {
            return Importance.ofLevels(klNats);
        }
        boolean standard = model.prior().isStandard() && !model.prior().isHierarchical();
        return latents.isVariational() && standard ? Importance.ofKl(latents) : Importance.ofVariance(latents);
    }

    /** Beginning with the last layer. */
    private List<Integer> dimensions() {
        List<Integer> levels = model.levels();
        int each = Math.max(1, MAX_ROWS / levels.size());
        List<Integer> dimensions = new ArrayList<>();
        int end = latents.dimensions();
        for (int l = levels.size() - 1; l >= 0; l--) {
            int from = end - levels.get(l);
            int to = end;
            importance.order().stream()
                    .filter(dimension -> dimension >= from && dimension < to)
                    .limit(each)
                    .forEach(dimensions::add);
            end = from;
        }
        return dimensions;
    }

    /** How many dimensions there are, each a row of the picture. */
    int count() {
        return dimensions.size();
    }

    /** The latents of all rows; {@code matrix} makes an array of the model's type of them. */
    double[][] path(Function<double[][], INDArray> matrix) {
        List<double[]> path = new ArrayList<>();
        for (int dimension : dimensions) {
            double[][] row = row(dimension);
            boolean follows = model.levels().size() > 1;
            path.addAll(Arrays.asList(
                    follows ? model.prior().follow(matrix.apply(row), dimension).toDoubleMatrix() : row));
        }
        return path.toArray(double[][]::new);
    }

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

    private double[] range(double[] codes) {
        return model.isVariational()
                ? new double[] {-RANGE, RANGE}
                : new double[] {
                    Arrays.stream(codes).min().orElse(-RANGE),
                    Arrays.stream(codes).max().orElse(RANGE)
                };
    }

    /** What stands for an example in latent space: a code without a posterior has no mean. */
    static String place(LatentModel model) {
        return model.isVariational() ? model.prior().distribution().space().locationName() : "code";
    }

    /** A vector that leaves the sphere is brought back to it. */
    private String afterwards() {
        return model.prior().distribution().space() instanceof UnitSphere
                ? "; the vector is then scaled to length 1, so that at the ends z lies near the axis of that coordinate"
                : "";
    }

    /** What the picture shows. */
    String text() {
        boolean layers = model.levels().size() > 1;
        Notation notation = Notation.ofClasses(model.condition());
        String order = String.join(", ", dimensions.stream().map(names()::name).toList());
        return "Each row: " + notation.mean() + " while one "
                + model.prior().distribution().space().coordinateName() + " goes from "
                + (model.isVariational() ? "−3 to 3" : "the least to the greatest code of the data")
                + " and the others stay at the " + place(model) + " of the first test example"
                + afterwards()
                + (layers ? "; levels below it follow as the means of their priors" : "")
                + "." + (model.condition() > 0 ? " The label is that of the first test example." : "")
                + " From the top" + (layers ? ", level by level" : "") + ", by " + importance.measure() + ": " + order
                + ".";
    }

    private LatentNames names() {
        return new LatentNames(model.levels());
    }
}
