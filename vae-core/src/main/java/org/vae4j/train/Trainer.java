package org.vae4j.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.batch.BatchPairs;
import org.vae4j.train.step.TrainingStep;

/**
 * The training loop: steps, epochs, the check for divergence and the calls of {@link Callback}s, which do everything
 * else.
 *
 * <p>It draws no random numbers. The iterator orders the examples and the model draws the noise, both as functions of
 * their seeds and of the progress, so that a resumed training takes the same steps as an uninterrupted one.
 */
public final class Trainer {

    private final TrainConfig config;
    private final List<Callback> callbacks;
    private final BooleanSupplier stopRequested;

    /**
     * A trainer that runs to the last epoch.
     *
     * @param config the settings
     * @param callbacks the callbacks, called in this order
     */
    public Trainer(TrainConfig config, List<Callback> callbacks) {
        this(config, callbacks, () -> false);
    }

    /**
     * A trainer that can be stopped.
     *
     * @param config the settings
     * @param callbacks the callbacks, called in this order
     * @param stopRequested read before the first step and after each step, for the last step of an epoch after its
     *     {@code onEpochEnd}; training ends as soon as it is true
     */
    public Trainer(TrainConfig config, List<Callback> callbacks, BooleanSupplier stopRequested) {
        this.config = config;
        this.callbacks = List.copyOf(callbacks);
        this.stopRequested = stopRequested;
    }

    /**
     * Trains a new model.
     *
     * @param model the model, whose parameters are updated
     * @param data batches of features; reset at the end of each epoch
     * @return the end of the training
     * @throws DivergedException when the objective is not finite, or grows or falls without bound
     * @throws IllegalArgumentException when the iterator has no batch
     */
    public TrainResult fit(LatentModel model, DataSetIterator data) {
        return fit(model, data, StartingPoint.BEGINNING);
    }

    /**
     * Continues a training.
     *
     * @param model the model as the checkpoint restored it
     * @param data the iterator, at the checkpoint's position
     * @param from the state of the training at the checkpoint
     * @return the end of the training
     * @throws DivergedException when the objective is not finite, or grows or falls without bound
     * @throws IllegalArgumentException when the iterator has no batch
     */
    public TrainResult fit(LatentModel model, DataSetIterator data, StartingPoint from) {
        try (TrainingStep step = new TrainingStep(model, config.workers(), config.lagging())) {
            return fit(step, model, data, from);
        }
    }

    private TrainResult fit(TrainingStep step, LatentModel model, DataSetIterator data, StartingPoint from) {
        if (!data.hasNext() && from.progress().batch() == 0 && data.resetSupported()) {
            data.reset();
        }
        Loop loop = new Loop(step, model, data, from);
        try {
            callbacks.forEach(c -> c.onStart(model, from.progress()));
            TrainResult result = loop.run();
            callbacks.forEach(c -> c.onEnd(model, result));
            return result;
        } catch (RuntimeException | Error e) {
            notifyOfFailure(model, loop.progress, e);
            throw e;
        }
    }

    /**
     * Calls {@code onFailure} of every callback, even where {@code onStart} was not reached. Exceptions that these
     * calls throw are added to the first failure as suppressed ones.
     */
    private void notifyOfFailure(LatentModel model, Progress progress, Throwable failure) {
        for (Callback callback : callbacks) {
            try {
                callback.onFailure(model, progress, failure);
            } catch (RuntimeException e) {
                // A callback may throw the failure itself.
                if (e != failure) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    /** The state of one call of {@code fit}. */
    private final class Loop {
        private final TrainingStep step;
        private final LatentModel model;
        private final BatchPairs data;
        private final DivergenceGuard guard;
        private Progress progress;
        private ElboTerms terms;

        Loop(TrainingStep step, LatentModel model, DataSetIterator data, StartingPoint from) {
            this.step = step;
            this.model = model;
            this.data = new BatchPairs(data, step.readsOtherExamples());
            this.guard = new DivergenceGuard(config.divergenceFactor(), from.firstSteps());
            this.progress = from.progress();
            this.terms = from.epochTerms();
            step.continueFrom(from.lag());
        }

        TrainResult run() {
            boolean stopped = stopRequested.getAsBoolean();
            while (!stopped && progress.epoch() < config.epochs()) {
                long start = System.nanoTime();
                while (!stopped && data.hasNext()) {
                    trainOnNextBatch();
                    stopped = data.hasNext() && stopRequested.getAsBoolean();
                }
                if (!data.hasNext()) {
                    endEpoch(start);
                    // After the callbacks, one of which may have requested the stop.
                    stopped = stopRequested.getAsBoolean();
                }
            }
            return new TrainResult(progress.epoch() >= config.epochs(), progress, terms);
        }

        private void trainOnNextBatch() {
            data.next();
            INDArray features = data.batch();
            ElboTerms batchTerms = step.apply(features, data.others());
            progress = new Progress(progress.iteration() + 1, progress.epoch(), progress.batch() + 1);
            guard.check(batchTerms, progress, features.length() / features.size(0));
            terms = terms.plus(batchTerms);
            StepReport report = new StepReport(progress, batchTerms, terms, step.lag());
            callbacks.forEach(c -> c.onStep(model, report));
        }

        /**
         * While the encoder takes extra steps, measures whether the codes have gained information in this epoch;
         * without a gain the extra steps end.
         */
        private void updateLag() {
            boolean encoderTakesExtraSteps = config.lagging().isAdaptive()
                    && !step.lag().isOver()
                    && progress.epoch() <= config.lagging().epochs();
            if (encoderTakesExtraSteps) {
                step.continueFrom(step.lag().afterEpoch(config.information().applyAsDouble(model)));
            }
        }

        private void endEpoch(long startNanos) {
            if (progress.batch() == 0) {
                throw new IllegalArgumentException("found no batch in epoch " + (progress.epoch() + 1)
                        + ", expected at least one: the iterator is empty, or was used up and can't be reset");
            }
            double learningRate = learningRate(model);
            data.reset();
            model.graph().incrementEpochCount();
            progress = new Progress(progress.iteration(), progress.epoch() + 1, 0);
            updateLag();
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            EpochReport report = new EpochReport(progress, terms, learningRate, seconds, step.lag());
            callbacks.forEach(c -> c.onEpochEnd(model, report));
            terms = progress.epoch() < config.epochs() ? ElboTerms.NONE : terms;
        }
    }

    /** The learning rate of the first layer; NaN for an updater without one. */
    private static double learningRate(LatentModel model) {
        Double rate = model.graph()
                .getLearningRate(model.graph().getLayers()[0].conf().getLayer().getLayerName());
        return rate == null ? Double.NaN : rate;
    }
}
