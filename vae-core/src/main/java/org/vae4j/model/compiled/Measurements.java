package org.vae4j.model.compiled;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.driven.JacobianDirections;
import org.vae4j.model.plan.Roles;
import org.vae4j.model.weights.SpectralPenalties;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.jacobian.Jacobian;
import org.vae4j.objective.jacobian.Measured;

/** What a network's objective reads beside its pass, often nothing: {@link JacobianPass}es and norms of weights. */
final class Measurements {

    private final ComputationGraph graph;
    private final List<JacobianPass> passes;
    private final SpectralPenalties penalties;

    private Measurements(ComputationGraph graph, List<JacobianPass> passes, SpectralPenalties penalties) {
        this.graph = graph;
        this.passes = passes;
        this.penalties = penalties;
    }

    /** Those that the objective of a network asks for. */
    static Measurements of(CompiledGraph compiled, List<Measured> measured) {
        List<JacobianPass> passes = measured.stream()
                .filter(Jacobian.class::isInstance)
                .map(Jacobian.class::cast)
                .map(jacobian -> new JacobianPass(compiled, jacobian, way(compiled, jacobian)))
                .toList();
        return new Measurements(compiled.graph(), passes, SpectralPenalties.of(compiled.graph(), measured));
    }

    private static JacobianPass.Way way(CompiledGraph compiled, Jacobian jacobian) {
        Roles roles = Roles.of(compiled.graph());
        VariationalOutputLayer output = (VariationalOutputLayer)
                compiled.graph().getLayer(roles.objective()).conf().getLayer();
        if (compiled.losses() > 1) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name()
                    + " in a model whose encoder and decoder follow losses of their own, expected one loss: leave one"
                    + " of the terms out");
        }
        if (output.getCondition() > 0) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name()
                    + " in a model with a condition, expected one without: set model.condition=none");
        }
        if (jacobian.of() == Jacobian.Of.DECODER) {
            return new JacobianPass.Way(compiled.index(roles.latent()), compiled.index(roles.parameters()), 0);
        }
        boolean drawn = output.latents().get(0).posterior().hasDensity();
        int latent = output.latents().get(0).size();
        requireLocation(jacobian, output.latents().get(0).posterior());
        return new JacobianPass.Way(
                compiled.index(roles.input()), compiled.index(drawn ? roles.posterior() : roles.latent()), latent);
    }

    /** The location must be what the encoder emits first. */
    private static void requireLocation(Jacobian jacobian, PosteriorFamily posterior) {
        boolean first = posterior instanceof DeltaPosterior
                || posterior instanceof DiagonalGaussianPosterior
                || posterior instanceof FullGaussianPosterior;
        if (!first) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name() + " with model.posterior="
                    + posterior.name() + ", expected a code or a Gaussian: set model.posterior=diagonal_gaussian");
        }
    }

    /** Measures at the rows of a pass, whose position has its number of examples. */
    void measure(Buffers step, NoisePosition position, LatentBatch batch) {
        int iteration = graph.getConfiguration().getIterationCount();
        JacobianDirections directions = new JacobianDirections(position, iteration);
        passes.forEach(pass -> pass.measure(step, directions, batch));
        penalties.measure(batch);
    }

    /** Goes back from what was measured, and leaves the network as the pass had left it. */
    void backward(Buffers step, LatentBatch batch) {
        passes.forEach(pass -> pass.backward(batch));
        passes.forEach(pass -> pass.restore(step));
    }

    /** Adds the parameters' gradients to those of the step's own backward passes, after the last of these. */
    void addGradients(LatentBatch batch) {
        passes.forEach(JacobianPass::addGradients);
        penalties.addGradients(batch);
    }
}
