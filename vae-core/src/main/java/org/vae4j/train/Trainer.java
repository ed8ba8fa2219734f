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
 * The training loop. Everything but the loop itself is a {@link Callback}.
 *
 * <p>It draws no random numbers: the order of the examples is the iterator's, the noise is the model's, both functions
 * of their seeds and of how far training has come.
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
     * @param stopRequested asked after each step, and after an epoch's last step when its callbacks were told of its
     *     end; once true, training ends there
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
     * @param from how far the training had come at the checkpoint
     * @return how it ended
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
            tellOfFailure(model, loop.progress, e);
            throw e;
        }
    }

    /**
     * Tells every callback, also those whose {@code onStart} did not come to its turn. The first failure is the one to
     * report, so that what fails while it is told of is only noted beside it.
     */
    private void tellOfFailure(LatentModel model, Progress progress, Throwable failure) {
        for (Callback callback : callbacks) {
            try {
                callback.onFailure(model, progress, failure);
            } catch (RuntimeException e) {
                // A callback may throw what it was told of.
                if (e != failure) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    /** The steps of one call of {@code fit}, and how far they have come. */
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
                    // Only now, since what the callbacks found may be why training ends.
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
         * Measures, while the encoder takes steps of its own, whether the codes still gain information: its steps end
         * with the gain.
         */
        private void updateLag() {
            boolean encoderTakesStepsOfItsOwn = config.lagging().isAdaptive()
                    && !step.lag().isOver()
                    && progress.epoch() <= config.lagging().epochs();
            if (encoderTakesStepsOfItsOwn) {
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

    private static double learningRate(LatentModel model) {
        Double rate = model.graph()
                .getLearningRate(model.graph().getLayers()[0].conf().getLayer().getLayerName());
        return rate == null ? Double.NaN : rate;
    }
}
