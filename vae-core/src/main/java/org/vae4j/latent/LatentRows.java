package org.vae4j.latent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One latent of a batch: the posterior's parameters, the draws, and the gradients with respect to them.
 *
 * <p>Row s · examples + i is draw s of example i. All draws of an example have the same posterior parameters, which are
 * repeated in each row.
 *
 * <p>The matrices are reused from step to step. Accessors return them themselves, not copies.
 */
public final class LatentRows {

    /** Passed to priors that the objective computes, which have no parameters. */
    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    private final LatentPart part;
    private final int examples;
    private final int draws;
    private final Columns parameters;
    private final Columns base;
    private final Columns z;
    private final Columns logDeterminant;
    private final Columns logPrior;
    private final Columns kl;
    private final Optional<ClosedKl> closedKl;
    private final LogRatio logRatio;
    private final List<Columns> inputs;

    /**
     * Allocates the matrices of a batch.
     *
     * @param part the description of the latent
     * @param examples number of examples, ≥ 1
     * @param draws rows of each example, ≥ 1
     */
    public LatentRows(LatentPart part, int examples, int draws) {
        int rows = Math.multiplyExact(examples, draws);
        this.part = part;
        this.examples = examples;
        this.draws = draws;
        this.parameters = new Columns(rows, part.posterior().parameterCount(part.size()));
        this.z = new Columns(rows, part.size());
        this.base = part.transformed() ? new Columns(rows, part.size()) : z;
        this.logDeterminant = new Columns(rows, part.transformed() ? 1 : 0);
        this.logPrior = new Columns(rows, part.priorByVertex() ? 1 : 0);
        this.closedKl = part.closedKl();
        this.kl = new Columns(
                examples, closedKl.map(form -> form.columns(part.size())).orElse(0));
        this.logRatio = part.logRatio();
        this.inputs = Stream.of(parameters, z, base, logDeterminant, logPrior)
                .distinct()
                .filter(columns -> columns.count() > 0)
                .toList();
    }

    /** {@return the description of the latent} */
    public LatentPart part() {
        return part;
    }

    /** {@return number of rows, examples · draws} */
    public int rows() {
        return examples * draws;
    }

    /** {@return number of examples} */
    public int examples() {
        return examples;
    }

    /** {@return rows of each example} */
    public int draws() {
        return draws;
    }

    /** {@return latent dimensions} */
    public int size() {
        return part.size();
    }

    /** {@return the posterior's parameters, {@code [rows, parameterCount]}} */
    public Columns parameters() {
        return parameters;
    }

    /** {@return the draws, {@code [rows, size]}: the same object as {@link #z()} where no transform follows} */
    public Columns base() {
        return base;
    }

    /** {@return the latents that the prior and the decoder see, {@code [rows, size]}} */
    public Columns z() {
        return z;
    }

    /**
     * {@return log |det ∂z/∂base| of each row, {@code [rows, 1]}, or the log-ratio of densities that takes its place
     * where a transform draws noise beside z; without columns where no transform follows the draw}
     */
    public Columns logDeterminant() {
        return logDeterminant;
    }

    /**
     * {@return log p(z) of each row, {@code [rows, 1]}, where a vertex of the network computes it; otherwise without
     * columns}
     */
    public Columns logPrior() {
        return logPrior;
    }

    /**
     * {@return KL(q(z|x) ‖ p(z)) in closed form, of each example and dimension, {@code [examples, size]}, or of each
     * example, {@code [examples, 1]}, where it is no sum over the dimensions. Its gradient holds the weight of each
     * divergence in the objective. Without columns where there is no closed form}
     */
    public Columns kl() {
        return kl;
    }

    /** {@return the mean over the examples of each column of {@link #kl() kl}, nats} */
    public double[] klPerDimension() {
        double[] means = new double[kl.count()];
        for (int j = 0; j < means.length; j++) {
            for (int e = 0; e < examples; e++) {
                means[j] += kl.values()[kl.at(e, j)];
            }
            means[j] /= examples;
        }
        return means;
    }

    /**
     * {@return the computation of KL(q(z|x) ‖ p(z)) in closed form, where there is one; it may keep intermediate values
     * of these rows}
     */
    public Optional<ClosedKl> closedKl() {
        return closedKl;
    }

    /** {@return the computation of log p(z) - log q(z|x); it may keep intermediate values of these rows} */
    public LogRatio logRatio() {
        return logRatio;
    }

    /**
     * The marginals q(z_j|x), for posteriors under which the dimensions of z are independent given x.
     *
     * @return a view of the present parameters; nothing where a transform lies between the draw and z
     */
    public Optional<IndependentDimensions> dimensions() {
        return part.transformed() ? Optional.empty() : part.posterior().dimensions(this);
    }

    /**
     * Adds log p(z) of each row, which the prior or a vertex of the network computes.
     *
     * @param logDensity one value per row, nats: added to
     */
    public void addLogPrior(double[] logDensity) {
        if (part.priorByVertex()) {
            add(logPrior.values(), logDensity);
        } else {
            part.prior().addLogDensity(z, NO_PARAMETERS, logDensity);
        }
    }

    /**
     * Adds the gradient of {@link #addLogPrior} to that of z, or to that of the vertex's log p(z).
     *
     * @param weights factor of each row's gradient
     */
    public void addLogPriorGradient(double[] weights) {
        if (part.priorByVertex()) {
            add(weights, logPrior.gradient());
        } else {
            part.prior().addLogDensityGradient(z, NO_PARAMETERS, weights);
        }
    }

    private static void add(double[] from, double[] to) {
        for (int r = 0; r < to.length; r++) {
            to[r] += from[r];
        }
    }

    /** {@return the matrices that the network fills and whose gradients it reads, in the order of its columns} */
    public List<Columns> inputs() {
        return inputs;
    }

    /** {@return a copy of these rows' inputs, which later changes do not affect; its gradients are 0} */
    public LatentRows copy() {
        LatentRows copy = new LatentRows(part, examples, draws);
        copy.setRows(this, 0);
        return copy;
    }

    /**
     * Overwrites successive rows of the inputs.
     *
     * @param from the rows to copy, of the same latent
     * @param first the row that receives the first of them
     * @throws IndexOutOfBoundsException when there are too few rows from {@code first} on
     */
    public void setRows(LatentRows from, int first) {
        Objects.checkFromIndexSize(first, from.rows(), rows());
        for (int i = 0; i < inputs.size(); i++) {
            Columns source = from.inputs.get(i);
            Columns target = inputs.get(i);
            for (int j = 0; j < source.count(); j++) {
                System.arraycopy(source.values(), source.at(0, j), target.values(), target.at(first, j), source.rows());
            }
        }
    }

    /** Sets every gradient to zero. */
    public void clearGradients() {
        inputs.forEach(Columns::clearGradient);
        kl.clearGradient();
    }
}
