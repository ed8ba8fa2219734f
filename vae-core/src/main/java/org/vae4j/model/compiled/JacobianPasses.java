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
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.jacobian.Jacobian;

/** The {@link JacobianPass}es of a network's objective, often none. */
final class JacobianPasses {

    private final ComputationGraph graph;
    private final List<JacobianPass> passes;

    private JacobianPasses(ComputationGraph graph, List<JacobianPass> passes) {
        this.graph = graph;
        this.passes = passes;
    }

    /** Those that the objective of a network asks for. */
    static JacobianPasses of(CompiledGraph compiled, List<Jacobian> jacobians) {
        List<JacobianPass> passes = jacobians.stream()
                .map(jacobian -> new JacobianPass(compiled, jacobian, way(compiled, jacobian)))
                .toList();
        return new JacobianPasses(compiled.graph(), passes);
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
    }

    /** Goes back from what was measured, and leaves the network as the pass had left it. */
    void backward(Buffers step, LatentBatch batch) {
        passes.forEach(pass -> pass.backward(batch));
        passes.forEach(pass -> pass.restore(step));
    }

    /** Adds the parameters' gradients to those of the step's own backward pass. */
    void addGradients() {
        passes.forEach(JacobianPass::addGradients);
    }
}
