package org.vae4j.experiment.config.section;

import java.util.Set;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * An updater that a configuration can name in {@code training.updater}.
 *
 * @param name lower case, words joined by '_'
 * @param keys which of the keys that only some updaters read it reads; the others are refused when they are set
 * @param factory makes it
 */
public record NamedUpdater(String name, Set<String> keys, Factory factory) {

    /** Makes an updater of its settings. */
    @FunctionalInterface
    public interface Factory {

        /**
         * Makes the updater.
         *
         * @param training the settings
         * @param rate the learning rate, by iteration and epoch
         * @return the updater, without clipping and weight decay
         */
        IUpdater create(TrainingConfig training, ISchedule rate);
    }
}
