package org.vae4j.train.step;

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
import org.vae4j.objective.ElboTerms;

/**
 * One step of training: gradient, update, and what DL4J keeps count of. The same as {@code graph.fit} on one batch, to
 * rounding, without what that spends outside the layers.
 *
 * <p>Where terms of the objective bring a discriminator, a step has phases: the model's gradient and update, and then
 * for each discriminator, in the order of the terms, its gradient and its update. The model's phase moves everything
 * but the discriminators. All phases of a step belong to one iteration; there is no position between them.
 */
public final class TrainingStep implements AutoCloseable {

    private final LatentModel model;
    private final ComputationGraph graph;
    private final ParameterUpdate update;
    private final List<DiscriminatorPhase> discriminators;
    private final ParallelGradient gradient;
    private final WorkerThreads threads;
    /** Layers whose state follows from their parameters. */
    private final List<StepEnd> moved;

    /**
     * Prepares steps of a model.
     *
     * @param model what is trained
     */
    public TrainingStep(LatentModel model) {
        this(model, 1);
    }

    /**
     * Prepares steps of a model that several workers compute together.
     *
     * @param model what is trained
     * @param workers how many threads share each batch, ≥ 1
     * @throws IllegalArgumentException when the model's objective can't be divided between workers
     */
    public TrainingStep(LatentModel model, int workers) {
        this.model = model;
        this.graph = model.graph();
        this.threads = new WorkerThreads(workers);
        this.moved = Arrays.stream(graph.getLayers())
                .filter(StepEnd.class::isInstance)
                .map(StepEnd.class::cast)
                .toList();
        try {
            this.gradient = new ParallelGradient(model, threads);
            List<AuxiliaryPass> passes = passes(model);
            this.update = new ParameterUpdate(graph, layers(passes), gradient, threads);
            this.discriminators = passes.stream()
                    .map(pass -> new DiscriminatorPhase(graph, pass, gradient, threads))
                    .toList();
        } catch (RuntimeException | Error e) {
            // Nobody else can: there is no step to close.
            threads.close();
            throw e;
        }
    }

    private static List<AuxiliaryPass> passes(LatentModel model) {
        VariationalOutputLayer output = (VariationalOutputLayer)
                model.graph().getLayer(model.roles().objective()).conf().getLayer();
        return output.getObjective().adversaries().stream()
                .map(term -> new AuxiliaryPass(model.compiled(), model.roles(), term))
                .toList();
    }

    /** What the model's phase moves. */
    private UpdatedLayers layers(List<AuxiliaryPass> others) {
        return others.isEmpty()
                ? UpdatedLayers.all()
                : UpdatedLayers.allBut(
                        graph,
                        others.stream()
                                .flatMap(pass -> pass.vertices().stream())
                                .toList());
    }

    /**
     * Whether a phase reads other examples than the batch's.
     *
     * @return whether {@link #apply(INDArray, INDArray)} makes use of its second batch
     */
    public boolean readsOtherExamples() {
        return discriminators.stream().anyMatch(DiscriminatorPhase::readsOtherExamples);
    }

    /**
     * Does one step. A phase that reads other examples gets those of the same batch.
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
        ElboTerms terms = gradient.compute(x);
        graph.setScore(terms.objectiveNats() + update.regularisation());
        update.apply(Math.toIntExact(x.size(0)));
        moved.forEach(StepEnd::endStep);
        for (DiscriminatorPhase discriminator : discriminators) {
            terms = terms.with(discriminator.apply(x, others));
        }
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
        double norm = update.gradientNorm();
        return Double.isNaN(norm) ? OptionalDouble.empty() : OptionalDouble.of(norm);
    }

    LatentModel model() {
        return model;
    }

    /** Ends the workers, if there are several. */
    @Override
    public void close() {
        threads.close();
    }
}
