package org.vae4j.latent;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One latent of a batch: the posterior's parameters, the draws, and room for the gradients with respect to them.
 *
 * <p>Row s · examples + i is draw s of example i. All draws of an example have the same posterior parameters, once for
 * each row.
 */
public final class LatentRows {

    /** The parameters of a prior that the objective computes. */
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
     * Room for a latent of a batch.
     *
     * @param part what the latent is
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

    /** {@return what the latent is} */
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

    /** {@return what the posterior family is given by, {@code [rows, parameterCount]}} */
    public Columns parameters() {
        return parameters;
    }

    /** {@return what was drawn, {@code [rows, size]}: the same object as {@link #z()} where nothing transforms it} */
    public Columns base() {
        return base;
    }

    /** {@return what the prior and the decoder see, {@code [rows, size]}} */
    public Columns z() {
        return z;
    }

    /**
     * {@return log |det ∂z/∂base| of each row, {@code [rows, 1]}, or what stands in its place where a transform draws
     * noise beside z; without columns where nothing transforms the draw}
     */
    public Columns logDeterminant() {
        return logDeterminant;
    }

    /**
     * {@return log p(z) of each row where a vertex of the network computed it, {@code [rows, 1]}; without columns else}
     */
    public Columns logPrior() {
        return logPrior;
    }

    /**
     * {@return KL(q(z|x) ‖ p(z)) of each example and dimension in closed form, {@code [examples, size]}, or of the
     * whole example, {@code [examples, 1]}, where it is no sum over the dimensions, and in its gradient what each
     * counts for in the objective; without columns where there is no closed form}
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
     * {@return KL(q(z|x) ‖ p(z)) in closed form, where there is one: an object of these rows, which may keep what it
     * computed}
     */
    public Optional<ClosedKl> closedKl() {
        return closedKl;
    }

    /** {@return log p(z) - log q(z|x): an object of these rows, which may keep what it computed} */
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
     * log p(z) of each row, wherever it is computed.
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
     * The gradient of {@link #addLogPrior}, added to that of z or of what a vertex computed.
     *
     * @param weights what each row's gradient is multiplied by
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

    /** {@return what the network puts in and gets gradients of, in the order of the output layer's columns} */
    public List<Columns> inputs() {
        return inputs;
    }

    /** {@return rows with the same inputs, which later changes of these leave as they are} */
    public LatentRows copy() {
        LatentRows copy = new LatentRows(part, examples, draws);
        copy.setRows(this, 0);
        return copy;
    }

    /**
     * Copies the inputs of some rows.
     *
     * @param from rows of the same latent, no more than these
     * @param first where its first row goes
     */
    public void setRows(LatentRows from, int first) {
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
