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
 * The division of a run's cores: among workers that share each batch, and among the threads of each worker's
 * matrix products. Threads within a product gain little (docs/performance.md), so that workers take the cores first.
 *
 * @param count the number of workers, at least 1
 * @param productThreads the threads per matrix product of a worker, at least 1
 * @param cores the cores of the run
 */
public record Workers(int count, int productThreads, int cores) {

    /** Rows per worker below which two workers are no faster than one. */
    private static final int LEAST_ROWS = 10;

    private Workers(int count, int cores) {
        this(count, Math.max(1, cores / count), cores);
    }

    /**
     * Chooses as many workers as make a step faster.
     *
     * @param cores the cores of the run, at least 1
     * @param rows the rows of a whole batch: examples times draws
     * @return workers with at least {@value #LEAST_ROWS} rows each, where there is more than one
     */
    public static Workers forRows(int cores, long rows) {
        return new Workers((int) Math.max(1, Math.min(cores, rows / LEAST_ROWS)), cores);
    }

    /**
     * The workers that the configuration asks for, or else as many as make a step faster.
     *
     * @param config a configuration with the sections model and training
     * @param model the model, whose batches may be indivisible
     * @param onCpu whether the CPU computes; on a GPU one worker is used unless more are asked for
     * @return the division of the cores
     * @throws ConfigException when several workers are asked for and a batch cannot be divided
     */
    public static Workers of(ExperimentConfig config, LatentModel model, boolean onCpu) {
        TrainingConfig training = config.training().orElseThrow();
        boolean divisible = model.compiled().readsPerExample();
        int asked = training.workers().orElse(1);
        if (asked > 1 && !divisible) {
            throw new ConfigException("training.workers: found " + asked
                    + ", expected 1: this likelihood or network looks at the batch as a whole");
        }
        int cores = config.runtime().threads();
        boolean automatic = training.workers().isEmpty() && onCpu && divisible;
        int draws = config.model().orElseThrow().draws();
        return automatic ? forRows(cores, (long) training.batchSize() * draws) : new Workers(asked, cores);
    }

    /**
     * Gives the evaluations of a callback between epochs all cores, since the workers are idle then. The evaluation
     * after the last epoch has all cores too, and the number of threads decides the last bits of a sum.
     *
     * @param evaluating a callback that listens to the start and to the end of an epoch only
     * @return a callback with all cores; the same where there is one worker, which has them anyway
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
            Backend.setProductThreads(cores);
            try {
                evaluating.onEpochEnd(model, report);
            } finally {
                Backend.setProductThreads(productThreads);
            }
        }
    }

    /**
     * Runs a training with {@link #productThreads} threads per matrix product. The setting is global: nothing else may
     * compute meanwhile.
     *
     * @param training the training
     * @param <T> the type of its result
     * @return its result
     */
    public <T> T train(Supplier<T> training) {
        if (count == 1) {
            return training.get();
        }
        Backend.setProductThreads(productThreads);
        try {
            return training.get();
        } finally {
            Backend.setProductThreads(cores);
        }
    }
}
