package org.vae4j.experiment.run.backend;

import java.util.function.Supplier;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.Progress;

/**
 * How a training's steps use the cores of a run: workers that share each batch, and what is left of the cores for the
 * matrix products of each. Threads within the products gain little (docs/performance.md), so workers come first.
 *
 * @param count of workers, at least 1
 * @param productThreads of each worker, at least 1
 * @param cores what the run has
 */
public record Workers(int count, int productThreads, int cores) {

    /** The fewest rows per worker: with fewer, two workers are no faster than one. */
    private static final int LEAST_ROWS = 10;

    private Workers(int count, int cores) {
        this(count, Math.max(1, cores / count), cores);
    }

    /**
     * The number of workers that pays.
     *
     * @param cores what the run has, at least 1
     * @param rows of a whole batch, examples times draws
     * @return workers that use the cores
     */
    public static Workers forRows(int cores, long rows) {
        return new Workers((int) Math.max(1, Math.min(cores, rows / LEAST_ROWS)), cores);
    }

    /** The workers that are asked for, or else as many as pay. */
    public static Workers of(ExperimentConfig config, LatentModel model, boolean onCpu) {
        TrainingConfig training = config.training().orElseThrow();
        boolean divisible = model.compiled().readsPerExample();
        int asked = training.workers().orElse(1);
        if (asked > 1 && !divisible) {
            throw new ConfigException("training.workers: found " + asked
                    + ", expected 1: this likelihood or network looks at the batch as a whole");
        }
        int cores = config.runtime().threads();
        boolean asPay = training.workers().isEmpty() && onCpu && divisible;
        int draws = config.model().orElseThrow().draws();
        return asPay ? forRows(cores, (long) training.batchSize() * draws) : new Workers(asked, cores);
    }

    /**
     * A listener whose evaluations between epochs have all cores, as the one after the last epoch has: the workers are
     * idle meanwhile, and the number of threads decides the last bits of a sum.
     *
     * @param evaluating computes at the end of an epoch only
     * @return the same, with all cores
     */
    public Callback withAllCores(Callback evaluating) {
        return count == 1 ? evaluating : new BetweenEpochs(evaluating);
    }

    private final class BetweenEpochs implements Callback {
        private final Callback evaluating;

        private BetweenEpochs(Callback evaluating) {
            this.evaluating = evaluating;
        }

        @Override
        public void onStart(LatentModel model, Progress from) {
            evaluating.onStart(model, from);
        }

        @Override
        public void onEpochEnd(LatentModel model, EpochReport report) {
            Backend.useForProducts(cores);
            try {
                evaluating.onEpochEnd(model, report);
            } finally {
                Backend.useForProducts(productThreads);
            }
        }
    }

    /** Does the training; nothing else may compute meanwhile. */
    public <T> T train(Supplier<T> training) {
        if (count == 1) {
            return training.get();
        }
        Backend.useForProducts(productThreads);
        try {
            return training.get();
        } finally {
            Backend.useForProducts(cores);
        }
    }
}
