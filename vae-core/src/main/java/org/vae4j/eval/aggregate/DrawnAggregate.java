package org.vae4j.eval.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.layers.NoisePosition;
import org.vae4j.math.LogSumExp;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.LatentBatch;

/**
 * Posteriors of any family with a density, each represented by one draw z. The density of their mixture is averaged
 * over the first thousand draws. It is not available in two cases: where z is a transform without a known inverse, and
 * with several stochastic layers, because the posterior of a layer is known only given the example's own draw of the
 * others.
 */
final class DrawnAggregate implements AggregatePosterior {

    /** One row per example. */
    private final LatentRows rows;
    /** log p(z) - log q(z|x) of each draw. */
    private final double[] logRatio;
    /** log q(z|x) of each draw; NaN where the mixture's density is not available. */
    private final double[] logPosterior;

    /** The mean KL in closed form: one value per dimension or one for all; empty where it has no closed form. */
    private final List<Double> closedKl;

    private final List<Double> locationVariance;

    private DrawnAggregate(Collector collected) {
        rows = collected.joined();
        rows.closedKl().ifPresent(form -> form.evaluate(rows));
        closedKl = Arrays.stream(rows.klPerDimension()).boxed().toList();
        locationVariance = collected.locations.variances();
        logRatio = new double[rows.rows()];
        rows.logRatio().addTo(rows, logRatio);
        logPosterior = new double[rows.rows()];
        if (!rows.part().knowsDensityAnywhere()) {
            Arrays.fill(logPosterior, Double.NaN);
        } else {
            rows.part().posterior().addLogDensity(rows, logPosterior);
        }
    }

    /** Draws from the posteriors of each batch that it receives. */
    static final class Collector implements Consumer<INDArray> {

        private final LatentModel model;
        private final long seed;
        private final List<LatentRows> parts = new ArrayList<>();
        private final Locations locations;
        private int examples;

        Collector(LatentModel model, long seed) {
            this.model = model;
            this.seed = seed;
            this.locations = new Locations(model);
        }

        @Override
        public void accept(INDArray x) {
            locations.accept(x);
            NoisePosition noise = NoisePosition.evaluation(seed).fromExample(examples);
            LatentBatch batch = model.posteriorDraws(x).draw(noise, 1);
            parts.add(batch.latents().get(0).copy());
            examples += batch.examples();
        }

        AggregatePosterior aggregate() {
            return new DrawnAggregate(this);
        }

        private LatentRows joined() {
            LatentRows all = new LatentRows(model.part(), examples, 1);
            int first = 0;
            for (LatentRows part : parts) {
                all.setRows(part, first);
                first += part.rows();
            }
            return all;
        }
    }

    @Override
    public int examples() {
        return rows.rows();
    }

    @Override
    public List<Double> klPerDimension() {
        return closedKl.size() == rows.size() ? closedKl : List.of();
    }

    @Override
    public List<Double> locationVariance() {
        return locationVariance;
    }

    /** The KL of each layer, in closed form where there is one, else estimated by the draws. */
    @Override
    public List<Double> klPerLevel() {
        List<Double> perDimension = klPerDimension();
        if (perDimension.isEmpty()) {
            return rows.logRatio().perLevel(rows).stream()
                    .map(ratio -> -mean(ratio))
                    .toList();
        }
        List<Double> levels = new ArrayList<>();
        int first = 0;
        for (int size : rows.part().levels()) {
            levels.add(perDimension.subList(first, first + size).stream()
                    .mapToDouble(kl -> kl)
                    .sum());
            first += size;
        }
        return levels;
    }

    @Override
    public double meanLogPosterior() {
        return mean(logPosterior);
    }

    @Override
    public double meanLogPrior() {
        return mean(logRatio) + mean(logPosterior);
    }

    @Override
    public double kl() {
        return closedKl.isEmpty()
                ? -mean(logRatio)
                : closedKl.stream().mapToDouble(kl -> kl).sum();
    }

    /**
     * E[log q(z)] = E[log q(z|x)] + E[log q(z) - log q(z|x)]: the first mean is over all draws and the second, which
     * varies less than log q(z) itself, over the first thousand.
     */
    @Override
    public double meanLogDensity() {
        if (!rows.part().knowsDensityAnywhere()) {
            return Double.NaN;
        }
        int draws = Math.min(MOST_DRAWS, rows.rows());
        double[] excess = new double[draws];
        LatentRows everywhere = new LatentRows(rows.part(), rows.rows(), 1);
        everywhere.setRows(rows, 0);
        for (int d = 0; d < draws; d++) {
            placeAll(everywhere, d);
            double[] logDensity = new double[rows.rows()];
            rows.part().posterior().addLogDensity(everywhere, logDensity);
            excess[d] = LogSumExp.meanOf(logDensity) - logPosterior[d];
        }
        return meanLogPosterior() + mean(excess);
    }

    /** Sets the draw of every row of {@code target}, whose posteriors stay, to the draw of row d. */
    private void placeAll(LatentRows target, int d) {
        for (int j = 0; j < rows.size(); j++) {
            int first = target.base().at(0, j);
            double value = rows.base().values()[rows.base().at(d, j)];
            Arrays.fill(target.base().values(), first, first + rows.rows(), value);
        }
    }

    @Override
    public double totalCorrelation() {
        return rows.dimensions().map(this::totalCorrelation).orElse(Double.NaN);
    }

    private double totalCorrelation(IndependentDimensions posteriors) {
        double[] excess = new double[Math.min(MOST_DRAWS, rows.rows())];
        double[] joint = new double[rows.rows()];
        double[] marginal = new double[rows.rows()];
        for (int d = 0; d < excess.length; d++) {
            Arrays.fill(joint, 0);
            for (int j = 0; j < rows.size(); j++) {
                double z = rows.base().values()[rows.base().at(d, j)];
                for (int m = 0; m < marginal.length; m++) {
                    marginal[m] = posteriors.logDensity(m, j, z);
                    joint[m] += marginal[m];
                }
                excess[d] -= LogSumExp.meanOf(marginal);
            }
            excess[d] += LogSumExp.meanOf(joint);
        }
        return mean(excess);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
