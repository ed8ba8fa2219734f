package org.vae4j.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;

/**
 * The training loop. Everything but the loop itself is a {@link Callback}.
 *
 * <p>It draws no random numbers: the order of the examples is the iterator's, the noise is the model's, both functions of
 * their seeds and of how far training has come.
 */
public final class Trainer {

    private final TrainConfig config;
    private final List<Callback> callbacks;
    private final BooleanSupplier stopRequested;

    /**
     * A trainer that goes on to the last epoch.
     *
     * @param config how long
     * @param callbacks who listens, in this order
     */
    public Trainer(TrainConfig config, List<Callback> callbacks) {
        this(config, callbacks, () -> false);
    }

    /**
     * A trainer that can be stopped.
     *
     * @param config how long
     * @param callbacks who listens, in this order
     * @param stopRequested asked after each step; once true, training ends there
     */
    public Trainer(TrainConfig config, List<Callback> callbacks, BooleanSupplier stopRequested) {
        this.config = config;
        this.callbacks = List.copyOf(callbacks);
        this.stopRequested = stopRequested;
    }

    /**
     * Trains a new model.
     *
     * @param model what is trained
     * @param data features; reset at the end of each epoch
     * @return how it ended
     * @throws DivergedException when the objective is not finite or grows without bound
     */
    public TrainResult fit(LatentModel model, DataSetIterator data) {
        return fit(model, data, StartingPoint.BEGINNING);
    }

    /**
     * Goes on with a training.
     *
     * @param model as it was
     * @param data placed where it was
     * @param from where it was
     * @return how it ended
     * @throws DivergedException when the objective is not finite or grows without bound
     */
    public TrainResult fit(LatentModel model, DataSetIterator data, StartingPoint from) {
        try (TrainingStep step = new TrainingStep(model, config.workers())) {
            return fit(step, model, data, from);
        }
    }

    private TrainResult fit(TrainingStep step, LatentModel model, DataSetIterator data, StartingPoint from) {
        DivergenceGuard guard = new DivergenceGuard(config.divergenceFactor(), from.firstSteps());
        callbacks.forEach(c -> c.onStart(model, from.progress()));
        Progress progress = from.progress();
        ElboTerms terms = from.epochTerms();
        boolean stopped = stopRequested.getAsBoolean();
        while (!stopped && progress.epoch() < config.epochs()) {
            long start = System.nanoTime();
            while (!stopped && data.hasNext()) {
                DataSet batch = data.next();
                ElboTerms batchTerms = step.apply(batch.getFeatures());
                progress = new Progress(progress.iteration() + 1, progress.epoch(), progress.batch() + 1);
                guard.check(batchTerms, progress);
                terms = terms.plus(batchTerms);
                StepReport report = new StepReport(progress, batchTerms, terms);
                callbacks.forEach(c -> c.onStep(model, report));
                stopped = stopRequested.getAsBoolean();
            }
            if (!data.hasNext()) {
                progress = endEpoch(model, data, progress, terms, start);
                terms = progress.epoch() < config.epochs() ? ElboTerms.NONE : terms;
            }
        }
        boolean completed = progress.epoch() >= config.epochs();
        TrainResult result = new TrainResult(completed, progress, terms);
        callbacks.forEach(c -> c.onEnd(model, result));
        return result;
    }

    private Progress endEpoch(
            LatentModel model, DataSetIterator data, Progress progress, ElboTerms terms, long startNanos) {
        double learningRate = learningRate(model);
        data.reset();
        model.graph().incrementEpochCount();
        Progress next = new Progress(progress.iteration(), progress.epoch() + 1, 0);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        callbacks.forEach(c -> c.onEpochEnd(model, new EpochReport(next, terms, learningRate, seconds)));
        return next;
    }

    private static double learningRate(LatentModel model) {
        Double rate = model.graph()
                .getLearningRate(model.graph().getLayers()[0].conf().getLayer().getLayerName());
        return rate == null ? Double.NaN : rate;
    }
}
