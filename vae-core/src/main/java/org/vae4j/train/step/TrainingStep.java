package org.vae4j.train.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.layers.StepEnd;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.AuxiliaryPass;
import org.vae4j.model.compiled.GenerativePass;
import org.vae4j.model.compiled.NetworkPass;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Objective;
import org.vae4j.objective.generative.GenerativeTerm;
import org.vae4j.train.lagging.LagProgress;
import org.vae4j.train.lagging.Lagging;

/**
 * One step of training: gradient, update, and DL4J's counters and listeners. It computes the same as {@code graph.fit}
 * on one batch, to rounding, without the time that DL4J spends outside the layers.
 *
 * <p>A step has a phase for each discriminator that a term of the objective adds to the model: first the model's
 * gradient and update, which moves everything but the discriminators, then the gradient and the update of each
 * discriminator in the order of the terms. All phases of a step belong to one iteration; a checkpoint cannot lie
 * between them.
 */
public final class TrainingStep implements AutoCloseable {

    private final LatentModel model;
    private final ComputationGraph graph;
    private final ModelPhase first;
    /** The phases in their order, the model's first. */
    private final List<Phase> phases = new ArrayList<>();

    private final WorkerThreads threads;
    /** The layers that update state of their own at the end of a step. */
    private final List<StepEnd> stateful;

    /**
     * Prepares steps of a model.
     *
     * @param model the model, whose parameters each step updates
     */
    public TrainingStep(LatentModel model) {
        this(model, 1);
    }

    /**
     * Prepares steps of a model that several workers compute together.
     *
     * @param model the model, whose parameters each step updates
     * @param workers number of threads that share each batch, ≥ 1
     * @throws IllegalArgumentException when the model's objective can't be divided between workers
     */
    public TrainingStep(LatentModel model, int workers) {
        this(model, workers, Lagging.NONE);
    }

    /**
     * Prepares steps of which some move the encoder alone.
     *
     * @param model the model, whose parameters each step updates
     * @param workers number of threads that share each batch, ≥ 1
     * @param lagging the steps that move the encoder alone
     * @throws IllegalArgumentException when the model's objective can't be divided between workers, or an updater moves
     *     only the whole network
     */
    public TrainingStep(LatentModel model, int workers, Lagging lagging) {
        this.model = model;
        this.graph = model.graph();
        this.threads = new WorkerThreads(workers);
        this.stateful = Arrays.stream(graph.getLayers())
                .filter(StepEnd.class::isInstance)
                .map(StepEnd.class::cast)
                .toList();
        try {
            ParallelGradient gradient = new ParallelGradient(model, threads);
            List<NetworkPass> passes = passes(model);
            this.first = new ModelPhase(model, passes, lagging, gradient, threads);
            phases.add(first);
            passes.forEach(pass -> phases.add(new DiscriminatorPhase(graph, pass, gradient, threads)));
        } catch (RuntimeException | Error e) {
            // The caller has no step to close.
            threads.close();
            throw e;
        }
    }

    /** The passes of the discriminators that the terms of the objective add. */
    private static List<NetworkPass> passes(LatentModel model) {
        List<NetworkPass> passes = new ArrayList<>();
        objective(model)
                .adversaries()
                .forEach(term -> passes.add(new AuxiliaryPass(model.compiled(), model.roles(), term)));
        GenerativeTerm.of(objective(model))
                .forEach(term -> passes.add(new GenerativePass(model.compiled(), model.roles(), term)));
        return passes;
    }

    private static Objective objective(LatentModel model) {
        VariationalOutputLayer output = (VariationalOutputLayer)
                model.graph().getLayer(model.roles().objective()).conf().getLayer();
        return output.getObjective();
    }

    /**
     * Tells whether a phase reads other examples than the batch's.
     *
     * @return whether {@link #apply(INDArray, INDArray)} uses its second batch
     */
    public boolean readsOtherExamples() {
        return phases.stream().anyMatch(Phase::readsOtherExamples);
    }

    /**
     * Does one step, in which the batch's own examples serve a phase that reads other examples.
     *
     * @param x features, which are the labels too, {@code [batch, features]}
     * @return the terms before the update, means over the batch
     */
    public ElboTerms apply(INDArray x) {
        return apply(x, x);
    }

    /**
     * Does one step.
     *
     * @param x features, which are the labels too, {@code [batch, features]}
     * @param others other examples, for phases that read some
     * @return the terms before the update, means over the batch, and those of each discriminator before its own update
     */
    public ElboTerms apply(INDArray x, INDArray others) {
        ElboTerms terms = ElboTerms.NONE;
        for (Phase phase : phases) {
            terms = phase.apply(x, others, terms);
        }
        stateful.forEach(StepEnd::endStep);
        int iteration = graph.getConfiguration().getIterationCount();
        for (TrainingListener listener : graph.getListeners()) {
            listener.iterationDone(graph, iteration, graph.getConfiguration().getEpochCount());
        }
        graph.getConfiguration().setIterationCount(iteration + 1);
        return terms;
    }

    /**
     * The Euclidean norm of the last step's mean gradient over all parameters, before it was clipped or normalised.
     *
     * @return empty before the first step, and where no updater asks for norms
     */
    public OptionalDouble gradientNorm() {
        double norm = first.gradientNorm();
        return Double.isNaN(norm) ? OptionalDouble.empty() : OptionalDouble.of(norm);
    }

    /** {@return the state of the encoder's extra steps after the last step} */
    public LagProgress lag() {
        return first.lag();
    }

    /**
     * Continues the encoder's extra steps from a checkpoint.
     *
     * @param progress their state at the checkpoint
     */
    public void continueFrom(LagProgress progress) {
        first.continueFrom(progress);
    }

    LatentModel model() {
        return model;
    }

    /** Ends the threads of the workers. */
    @Override
    public void close() {
        threads.close();
    }
}
