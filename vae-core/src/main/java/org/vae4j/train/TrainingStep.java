package org.vae4j.train;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;

/**
 * One step of training: gradient, update, and what DL4J keeps count of. The same as {@code graph.fit} on one batch, to
 * rounding, without what that spends outside the layers.
 */
public final class TrainingStep implements AutoCloseable {

    private final LatentModel model;
    private final ComputationGraph graph;
    private final ParameterUpdate update;
    private final ParallelGradient gradient;
    private final WorkerThreads threads;

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
        try {
            this.gradient = new ParallelGradient(model, threads);
            this.update = new ParameterUpdate(graph, gradient, threads);
        } catch (RuntimeException | Error e) {
            // Nobody else can: there is no step to close.
            threads.close();
            throw e;
        }
    }

    /**
     * Does one step.
     *
     * @param x features, which are the labels too, {@code [batch, features]}
     * @return the terms before the update, means over the batch
     */
    public ElboTerms apply(INDArray x) {
        ElboTerms terms = gradient.compute(x);
        graph.setScore(terms.objectiveNats() + update.regularisation());
        update.apply(Math.toIntExact(x.size(0)));
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
