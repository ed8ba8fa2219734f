package org.vae4j.experiment.config.section;

import java.util.Set;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * An updater that a configuration can name in {@code training.updater}.
 *
 * @param name a name in lower case, whose words are joined by '_'
 * @param keys those keys that this updater reads and others do not; keys that it does not read are refused
 * @param factory makes the updater
 */
public record NamedUpdater(String name, Set<String> keys, Factory factory) {

    /** Makes an updater from its settings. */
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
