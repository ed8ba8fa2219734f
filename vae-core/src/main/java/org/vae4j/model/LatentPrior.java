package org.vae4j.model;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.PriorVertex;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.model.plan.Roles;

/** The prior of a model with the parameters that its network has learned. */
public final class LatentPrior {

    private final Prior prior;
    private final Columns parameters;
    /** Dimensions of what the distribution is over: z, or its last layer. */
    private final int latent;

    private final Optional<LowerLevels> lower;

    private LatentPrior(Prior prior, Columns parameters, int latent) {
        this(prior, parameters, latent, Optional.empty());
    }

    private LatentPrior(Prior prior, Columns parameters, int latent, Optional<LowerLevels> lower) {
        this.prior = prior;
        this.parameters = parameters;
        this.latent = latent;
        this.lower = lower;
    }

    /** The prior of all stochastic layers, of which this one is the last's. */
    LatentPrior above(LowerLevels levels) {
        return new LatentPrior(prior, parameters, latent, Optional.of(levels));
    }

    /**
     * That of a network or of a decoder: N(0, I) where the network has no vertex for it and {@code otherwise} says
     * nothing else.
     */
    static LatentPrior of(ComputationGraph graph, Prior otherwise, int latent) {
        Roles roles = Roles.of(graph);
        GraphVertex vertex = graph.getConfiguration().getVertices().get(roles.prior());
        if (!(vertex instanceof PriorVertex density)) {
            return new LatentPrior(otherwise, new Columns(0, 0), latent);
        }
        if (graph.getConfiguration().getVertexInputs().get(roles.prior()).size() == 1) {
            return new LatentPrior(density.getPrior(), new Columns(0, 0), latent);
        }
        INDArray values = graph.getLayer(roles.priorParameters()).getParam("W");
        return of(density.getPrior(), Matrix.of(values), latent);
    }

    /** A distribution with its parameters. */
    static LatentPrior of(Prior prior, Matrix parameters, int latent) {
        Columns columns = new Columns(parameters.rows(), parameters.columns());
        Kernels.of(parameters.type()).read(parameters, columns.values());
        return new LatentPrior(prior, columns, latent);
    }

    /** What it is made of. */
    Columns parameters() {
        return parameters;
    }

    /** {@return the distribution; of several stochastic layers that of the last one} */
    public Prior distribution() {
        return prior;
    }

    /** {@return whether it is N(0, I)} */
    public boolean isStandard() {
        return prior instanceof StandardNormalPrior && !isHierarchical();
    }

    /** {@return whether z has several stochastic layers, each with a prior given the one above it} */
    public boolean isHierarchical() {
        return lower.isPresent();
    }

    /**
     * Replaces stochastic layers by the means of their priors, each given the layer above it.
     *
     * @param z {@code [rows, latent]}
     * @param level all layers below this one, which is counted from 1 on, are replaced
     * @return a new array
     */
    public INDArray meansBelow(INDArray z, int level) {
        return lower.map(levels -> LowerLevels.array(
                        levels.meansBelow(LowerLevels.values(Matrix.ofAny(z)), level), levels.size(), z.dataType()))
                .orElseGet(() -> z.dup('f'));
    }

    /**
     * What follows from a change of one dimension: the stochastic layers below the one that has it are replaced by the
     * means of their priors, so that the change reaches the data. With one layer nothing follows.
     *
     * @param z {@code [rows, latent]}
     * @param dimension the one that was changed, from 0 on
     * @return a new array
     */
    public INDArray follow(INDArray z, int dimension) {
        return meansBelow(z, lower.map(levels -> levels.levelOf(dimension)).orElse(1));
    }

    /**
     * log p(z) of each row.
     *
     * @param z {@code rows · latent} values, column by column
     * @return one value per row, nats
     */
    public double[] logDensity(double[] z) {
        double[] top = lower.map(levels -> levels.top(z)).orElse(z);
        Columns latents = new Columns(top.length / latent, latent);
        System.arraycopy(top, 0, latents.values(), 0, top.length);
        double[] logDensity = new double[latents.rows()];
        prior.addLogDensity(latents, parameters, logDensity);
        lower.ifPresent(levels -> levels.addLogDensity(z, logDensity));
        return logDensity;
    }

    /**
     * The gradient of {@link #logDensity} with respect to z.
     *
     * @param z {@code rows · latent} values, column by column
     * @return as many values, in the same order
     */
    public double[] logDensityGradient(double[] z) {
        requireOneLayer();
        Columns latents = new Columns(z.length / latent, latent);
        System.arraycopy(z, 0, latents.values(), 0, z.length);
        double[] ones = new double[latents.rows()];
        Arrays.fill(ones, 1);
        // Its gradient is nobody's.
        parameters.clearGradient();
        prior.addLogDensityGradient(latents, parameters, ones);
        return latents.gradient();
    }

    /** {@return the prior of the last stochastic layer alone; this one where there is one layer} */
    public LatentPrior ofLastLayer() {
        return isHierarchical() ? new LatentPrior(prior, parameters, latent) : this;
    }

    /**
     * z of coordinates in which chains move: [ε of all stochastic layers but the last | the last one], z_l = μ + σ ⊙ ε
     * with μ and σ of p(z_l|z_(l+1)). With one layer they are z.
     *
     * @param u {@code rows · latent} values, column by column
     * @return as many values, in the same order
     */
    public double[] place(double[] u) {
        return lower.map(levels -> levels.place(u)).orElseGet(u::clone);
    }

    /**
     * The other direction of {@link #place}.
     *
     * @param z {@code rows · latent} values, column by column
     * @return as many values, in the same order
     */
    public double[] placeOf(double[] z) {
        return lower.map(levels -> levels.placeOf(z)).orElseGet(z::clone);
    }

    /**
     * The gradient with respect to the coordinates of {@link #place}.
     *
     * @param u the coordinates
     * @param z what {@link #place} returned for them
     * @param zGradient with respect to z
     * @return as many values, in the same order
     */
    public double[] placeGradient(double[] u, double[] z, double[] zGradient) {
        return lower.map(levels -> levels.placeGradient(u, z, zGradient)).orElseGet(zGradient::clone);
    }

    /**
     * Draws latents, each a function of the numbers of its example and of its draw alone.
     *
     * @param numbers of the rows
     * @param seed of the draws
     * @return {@code rows · latent} values, column by column
     */
    public double[] sample(NoiseRows numbers, long seed) {
        return place(samplePlaces(numbers, seed));
    }

    /**
     * Draws the coordinates of {@link #place}, each a function of the numbers of its example and of its draw alone.
     *
     * @param numbers of the rows
     * @param seed of the draws
     * @return {@code rows · latent} values, column by column
     */
    public double[] samplePlaces(NoiseRows numbers, long seed) {
        double[] last = sampleLast(numbers, seed);
        return lower.map(levels -> LowerLevels.joined(levels.drawn(numbers, seed), last))
                .orElse(last);
    }

    private double[] sampleLast(NoiseRows numbers, long seed) {
        int rows = numbers.count();
        double[] values = new double[Math.multiplyExact(rows, latent)];
        Columns one = new Columns(1, latent);
        for (int r = 0; r < rows; r++) {
            long example = Streams.at(seed, numbers.firstExample() + r % numbers.examples());
            prior.sample(parameters, Streams.at(example, numbers.firstDraw() + r / numbers.examples()), one);
            for (int j = 0; j < latent; j++) {
                values[j * rows + r] = one.values()[j];
            }
        }
        return values;
    }

    /**
     * Draws latents. Row r is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draws
     * @param type FLOAT or DOUBLE
     * @return {@code [count, latent]}
     */
    public INDArray sample(int count, long seed, DataType type) {
        Columns z = new Columns(count, latent);
        prior.sample(parameters, Streams.derive(seed, "prior"), z);
        if (lower.isPresent()) {
            LowerLevels levels = lower.get();
            return LowerLevels.array(levels.below(z.values(), seed), levels.size(), type);
        }
        return Nd4j.create(Arrays.copyOf(z.values(), z.values().length), new long[] {count, latent}, 'f')
                .castTo(type);
    }

    private void requireOneLayer() {
        if (isHierarchical()) {
            throw new UnsupportedOperationException(
                    "found a prior of several stochastic layers, expected one layer: set model.hierarchy=none");
        }
    }
}
