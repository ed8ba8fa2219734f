package org.vae4j.latent.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.flow.CouplingStep.Trace;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.Streams;

/**
 * A normalizing flow prior: e = f_K(… f_1(z)) has the distribution N(0, I), so that exactly
 * log p(z) = log N(e; 0, I) + Σ_k log |det f_k'| (Rezende and Mohamed 2015, eq. 5). A draw is the inverse of the flow
 * at a draw of e.
 *
 * <p>The steps are affine couplings (Dinh et al. 2017) with scales within e^±2, whose networks have tanh layers, so
 * that the density is smooth. In even steps the network reads the first half of the dimensions, the larger one where
 * their number is odd, and the second half is scaled and shifted; in odd steps it is the other way round.
 *
 * <p>All weights are one row of learned numbers. A new prior is N(0, I), because its networks put out zeros.
 *
 * @param length the number of steps K, ≥ 1
 * @param units the units of each hidden layer of a step's network, ≥ 1
 * @param layers the number of hidden layers of a step's network, ≥ 1
 */
public record FlowPrior(int length, int units, int layers) implements Prior {

    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    /** Creates a flow of six steps with one hidden layer of 64 units. */
    public FlowPrior() {
        this(6, 64, 1);
    }

    public FlowPrior {
        if (length < 1) {
            throw new IllegalArgumentException("length: found " + length
                    + ", expected a number of steps >= 1: for none set model.prior=standard_normal");
        }
        if (units < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "found " + layers + " layers of " + units + " units, expected layers >= 1 and units >= 1");
        }
    }

    @Override
    public String name() {
        return "flow";
    }

    @Override
    public void requireDimensions(int latent) {
        if (latent < 2) {
            throw new IllegalArgumentException("model.prior: found flow over " + latent
                    + " dimension, expected at least two, of which one scales the other: set model.latent=2 or"
                    + " model.prior=mixture");
        }
    }

    @Override
    public Source source() {
        return Source.LEARNED;
    }

    @Override
    public Parameters parameters(int latent) {
        requireDimensions(latent);
        List<CouplingStep> steps = steps(latent);
        return new Parameters(1, steps.get(length - 1).end());
    }

    /** Initialises networks that put out zeros, so that a new prior is N(0, I). */
    @Override
    public void initialise(Columns parameters, int latent, long seed) {
        Arrays.fill(parameters.values(), 0);
        List<CouplingStep> steps = steps(latent);
        for (int k = 0; k < length; k++) {
            CouplingStep step = steps.get(k);
            step.network().initialise(parameters.values(), step.offset(), Streams.at(seed, k));
        }
    }

    private List<CouplingStep> steps(int latent) {
        List<CouplingStep> steps = new ArrayList<>();
        for (int k = 0; k < length; k++) {
            steps.add(CouplingStep.of(
                    k, latent, this, k == 0 ? 0 : steps.get(k - 1).end()));
        }
        return steps;
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        List<Trace> traces = traces(z, parameters);
        new StandardNormalPrior().addLogDensity(base(traces), NO_PARAMETERS, logDensity);
        for (Trace trace : traces) {
            for (int r = 0; r < logDensity.length; r++) {
                logDensity[r] += trace.image().values()[trace.image().at(r, z.count())];
            }
        }
    }

    /** The forward passes of all steps, where z' of one is z of the next. */
    private List<Trace> traces(Columns z, Columns parameters) {
        List<Trace> traces = new ArrayList<>();
        Columns at = copy(z, z.count());
        for (CouplingStep step : steps(z.count())) {
            Trace trace = step.apply(at, parameters);
            traces.add(trace);
            at = copy(trace.image(), z.count());
        }
        return traces;
    }

    /** Copies the first columns of a matrix, with a gradient of zeros. */
    private static Columns copy(Columns from, int count) {
        Columns copy = new Columns(from.rows(), count);
        System.arraycopy(from.values(), 0, copy.values(), 0, copy.values().length);
        return copy;
    }

    /** e of each row. */
    private static Columns base(List<Trace> traces) {
        Trace last = traces.get(traces.size() - 1);
        return copy(last.image(), last.z().count());
    }

    /** e = f(z) of each row. */
    Columns base(Columns z, Columns parameters) {
        return base(traces(z, parameters));
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        List<Trace> traces = traces(z, parameters);
        List<CouplingStep> steps = steps(z.count());
        Columns behind = base(traces);
        new StandardNormalPrior().addLogDensityGradient(behind, NO_PARAMETERS, weights);
        for (int k = length - 1; k >= 0; k--) {
            Trace trace = traces.get(k);
            double[] gradient = trace.image().gradient();
            System.arraycopy(behind.gradient(), 0, gradient, 0, behind.gradient().length);
            System.arraycopy(weights, 0, gradient, behind.gradient().length, weights.length);
            steps.get(k).addGradient(trace, parameters);
            behind = trace.z();
        }
        for (int i = 0; i < z.gradient().length; i++) {
            z.gradient()[i] += behind.gradient()[i];
        }
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        new StandardNormalPrior().sample(NO_PARAMETERS, seed, z);
        List<CouplingStep> steps = steps(z.count());
        for (int k = length - 1; k >= 0; k--) {
            steps.get(k).invert(z, parameters);
        }
    }
}
