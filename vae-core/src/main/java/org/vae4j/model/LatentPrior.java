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

/**
 * The prior p(z) of a model with its learned parameters.
 *
 * <p>z has one stochastic layer, z ~ p(z), or several, z = [z_1 | … | z_L] with p(z) = p(z_L) Π_l p(z_l|z_(l+1)).
 * Matrices of doubles are stored column by column. The learned parameters are copied, so that a prior does not follow a
 * model that trains further, except for the networks of lower layers, which are the model's. Not safe for use by
 * several threads at once.
 */
public final class LatentPrior {

    private final Prior prior;
    private final Columns parameters;
    /** The dimensions of z, or of z_L where there are several layers. */
    private final int latent;

    /** The priors of the layers below the last; empty where there is one layer. */
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

    /** The prior of a hierarchical latent, whose last layer has this prior. */
    LatentPrior above(LowerLevels levels) {
        return new LatentPrior(prior, parameters, latent, Optional.of(levels));
    }

    /**
     * The prior of a model's network or of a decoder's: {@code otherwise} where the network has no vertex for it.
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

    /** A prior with a copy of its parameters. */
    static LatentPrior of(Prior prior, Matrix parameters, int latent) {
        Columns columns = new Columns(parameters.rows(), parameters.columns());
        Kernels.of(parameters.type()).read(parameters, columns.values());
        return new LatentPrior(prior, columns, latent);
    }

    /** The learned parameters; none for a prior without. */
    Columns parameters() {
        return parameters;
    }

    /** {@return the family of p(z), or of p(z_L) where there are several layers} */
    public Prior distribution() {
        return prior;
    }

    /** {@return whether p(z) is N(0, I)} */
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
     * @param level number of the layer, from 1, below which all layers are replaced
     * @return a new array
     */
    public INDArray meansBelow(INDArray z, int level) {
        return lower.map(levels -> LowerLevels.array(
                        levels.meansBelow(LowerLevels.values(Matrix.ofAny(z)), level), levels.size(), z.dataType()))
                .orElseGet(() -> z.dup('f'));
    }

    /**
     * Propagates a change of one dimension of z: the stochastic layers below the layer of this dimension are replaced
     * by the means of their priors, so that the change reaches the data. With one layer z is copied unchanged.
     *
     * @param z {@code [rows, latent]}
     * @param dimension the dimension that was changed, from 0
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
     * @return ∂ log p(z)/∂z, as many values, in the same order
     * @throws UnsupportedOperationException when z has several stochastic layers
     */
    public double[] logDensityGradient(double[] z) {
        requireOneLayer();
        Columns latents = new Columns(z.length / latent, latent);
        System.arraycopy(z, 0, latents.values(), 0, z.length);
        double[] ones = new double[latents.rows()];
        Arrays.fill(ones, 1);
        // The gradient with respect to the parameters is computed too, but not used.
        parameters.clearGradient();
        prior.addLogDensityGradient(latents, parameters, ones);
        return latents.gradient();
    }

    /** {@return the prior p(z_L) of the last stochastic layer alone; this prior where there is one layer} */
    public LatentPrior ofLastLayer() {
        return isHierarchical() ? new LatentPrior(prior, parameters, latent) : this;
    }

    /**
     * Computes z from the non-centred coordinates u = [ε_1 | … | ε_(L−1) | z_L], in which Markov chains move: z_l = μ_l
     * + σ_l ⊙ ε_l with the mean and standard deviation of p(z_l|z_(l+1)). With one layer z = u.
     *
     * @param u {@code rows · latent} values, column by column
     * @return as many values, in the same order
     */
    public double[] fromCoordinates(double[] u) {
        return lower.map(levels -> levels.fromCoordinates(u)).orElseGet(u::clone);
    }

    /**
     * Computes u from z: the inverse of {@link #fromCoordinates}.
     *
     * @param z {@code rows · latent} values, column by column
     * @return as many values, in the same order
     */
    public double[] toCoordinates(double[] z) {
        return lower.map(levels -> levels.toCoordinates(z)).orElseGet(z::clone);
    }

    /**
     * Computes the gradient with respect to u from the gradient with respect to z.
     *
     * @param u the coordinates
     * @param z the result of {@link #fromCoordinates} for u
     * @param zGradient the gradient with respect to z
     * @return as many values, in the same order
     */
    public double[] coordinateGradient(double[] u, double[] z, double[] zGradient) {
        return lower.map(levels -> levels.coordinateGradient(u, z, zGradient)).orElseGet(zGradient::clone);
    }

    /**
     * Draws z ~ p(z), each row as a function of the seed and of the numbers of its example and draw.
     *
     * @param numbers the numbers of the rows' examples and draws
     * @param seed the seed
     * @return {@code rows · latent} values, column by column
     */
    public double[] sample(NoiseRows numbers, long seed) {
        return fromCoordinates(sampleCoordinates(numbers, seed));
    }

    /**
     * Draws the coordinates u of z ~ p(z), each row as a function of the seed and of the numbers of its example and
     * draw.
     *
     * @param numbers the numbers of the rows' examples and draws
     * @param seed the seed
     * @return {@code rows · latent} values, column by column
     */
    public double[] sampleCoordinates(NoiseRows numbers, long seed) {
        double[] last = sampleLast(numbers, seed);
        return lower.map(levels -> LowerLevels.joined(levels.drawNoise(numbers, seed), last))
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
     * Draws z ~ p(z). Row r is the same whatever the number of rows.
     *
     * @param count number of rows
     * @param seed the seed
     * @param type FLOAT or DOUBLE
     * @return {@code [count, latent]}
     */
    public INDArray sample(int count, long seed, DataType type) {
        Columns z = new Columns(count, latent);
        prior.sample(parameters, Streams.derive(seed, "prior"), z);
        if (lower.isPresent()) {
            LowerLevels levels = lower.get();
            return LowerLevels.array(levels.drawBelow(z.values(), seed), levels.size(), type);
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
