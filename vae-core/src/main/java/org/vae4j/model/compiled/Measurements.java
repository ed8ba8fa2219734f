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

/**
 * The measurements of a network that its objective asks for beside the values of its pass: norms of Jacobians and of
 * weights. Most objectives ask for none.
 */
final class Measurements {

    private final ComputationGraph graph;
    private final List<JacobianPass> passes;
    private final SpectralPenalties penalties;

    private Measurements(ComputationGraph graph, List<JacobianPass> passes, SpectralPenalties penalties) {
        this.graph = graph;
        this.passes = passes;
        this.penalties = penalties;
    }

    /** The measurements that the objective of a network asks for. */
    static Measurements of(CompiledGraph compiled, List<Measured> measured) {
        List<JacobianPass> passes = measured.stream()
                .filter(Jacobian.class::isInstance)
                .map(Jacobian.class::cast)
                .map(jacobian -> new JacobianPass(compiled, jacobian, section(compiled, jacobian)))
                .toList();
        return new Measurements(compiled.graph(), passes, SpectralPenalties.of(compiled.graph(), measured));
    }

    private static JacobianPass.Section section(CompiledGraph compiled, Jacobian jacobian) {
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
            return new JacobianPass.Section(compiled.index(roles.latent()), compiled.index(roles.parameters()), 0);
        }
        boolean hasPosterior = output.latents().get(0).posterior().hasDensity();
        int latent = output.latents().get(0).size();
        requireLocation(jacobian, output.latents().get(0).posterior());
        return new JacobianPass.Section(
                compiled.index(roles.input()),
                compiled.index(hasPosterior ? roles.posterior() : roles.latent()),
                latent);
    }

    /** Refuses families of posteriors whose first parameters are not their location. */
    private static void requireLocation(Jacobian jacobian, PosteriorFamily posterior) {
        boolean locationComesFirst = posterior instanceof DeltaPosterior
                || posterior instanceof DiagonalGaussianPosterior
                || posterior instanceof FullGaussianPosterior;
        if (!locationComesFirst) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name() + " with model.posterior="
                    + posterior.name() + ", expected a code or a Gaussian: set model.posterior=diagonal_gaussian");
        }
    }

    /**
     * Measures after the forward pass of a step.
     *
     * @param step the step's pass
     * @param position the noise position of the step, with its number of examples
     * @param batch the values of its auxiliary columns of the measurements' names are overwritten
     */
    void measure(Buffers step, NoisePosition position, LatentBatch batch) {
        int iteration = graph.getConfiguration().getIterationCount();
        JacobianDirections directions = new JacobianDirections(position, iteration);
        passes.forEach(pass -> pass.measure(step, directions, batch));
        penalties.measure(batch);
    }

    /** Runs the backward passes of the measurements, then restores the network to its state after the step's pass. */
    void backward(Buffers step, LatentBatch batch) {
        passes.forEach(pass -> pass.backward(batch));
        passes.forEach(pass -> pass.restore(step));
    }

    /** Adds the measurements' gradients to the network's, after the last of the step's own backward passes. */
    void addGradients(LatentBatch batch) {
        passes.forEach(JacobianPass::addGradients);
        penalties.addGradients(batch);
    }
}
