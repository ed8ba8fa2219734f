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
 * Posteriors of any family with a density, by one z from each. The density of their mixture is evaluated at the first
 * thousand of these draws; it cannot be had where z is a transform of what was drawn, whose inverse nobody knows, nor
 * of several stochastic layers, of which a row knows one posterior per layer, at its own draw.
 */
final class DrawnAggregate implements AggregatePosterior {

    private final LatentRows rows;
    private final double[] logRatio;
    /** log q(z|x) of each draw. */
    private final double[] logPosterior;

    /** The columns of the KL in closed form: one per dimension, or one; none where it has none. */
    private final List<Double> closedKl;

    private final List<Double> locationVariance;

    private DrawnAggregate(Collector found) {
        rows = found.joined();
        closedKl = found.closedKl();
        locationVariance = found.locations.variances();
        logRatio = new double[rows.rows()];
        rows.logRatio().addTo(rows, logRatio);
        logPosterior = new double[rows.rows()];
        if (!rows.part().knowsDensityAnywhere()) {
            Arrays.fill(logPosterior, Double.NaN);
        } else {
            rows.part().posterior().addLogDensity(rows, logPosterior);
        }
    }

    /** Draws from the posteriors, batch after batch. */
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

        private List<Double> closedKl() {
            LatentRows all = joined();
            all.closedKl().ifPresent(form -> form.evaluate(all));
            return Arrays.stream(all.klPerDimension()).boxed().toList();
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

    /** The KL of each layer, in closed form where there is one and elsewhere by the draws. */
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

    @Override
    public double meanLogDensity() {
        if (!rows.part().knowsDensityAnywhere()) {
            return Double.NaN;
        }
        int draws = Math.min(MOST_DRAWS, rows.rows());
        double[] excess = new double[draws];
        LatentRows held = new LatentRows(rows.part(), rows.rows(), 1);
        held.setRows(rows, 0);
        for (int d = 0; d < draws; d++) {
            for (int j = 0; j < rows.size(); j++) {
                Arrays.fill(
                        held.base().values(),
                        held.base().at(0, j),
                        held.base().at(0, j) + rows.rows(),
                        rows.base().values()[rows.base().at(d, j)]);
            }
            double[] logDensity = new double[rows.rows()];
            rows.part().posterior().addLogDensity(held, logDensity);
            excess[d] = LogSumExp.meanOf(logDensity) - logPosterior[d];
        }
        // What a draw's own posterior has in common with the mixture is known for all draws.
        return meanLogPosterior() + mean(excess);
    }

    @Override
    public double totalCorrelation() {
        return rows.dimensions().map(this::totalCorrelation).orElse(Double.NaN);
    }

    private double totalCorrelation(IndependentDimensions posteriors) {
        double[] excess = new double[Math.min(MOST_DRAWS, rows.rows())];
        double[] joint = new double[rows.rows()];
        double[] single = new double[rows.rows()];
        for (int d = 0; d < excess.length; d++) {
            Arrays.fill(joint, 0);
            for (int j = 0; j < rows.size(); j++) {
                double z = rows.base().values()[rows.base().at(d, j)];
                for (int m = 0; m < single.length; m++) {
                    single[m] = posteriors.logDensity(m, j, z);
                    joint[m] += single[m];
                }
                excess[d] -= LogSumExp.meanOf(single);
            }
            excess[d] += LogSumExp.meanOf(joint);
        }
        return mean(excess);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
