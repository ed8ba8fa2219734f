package org.vae4j.experiment.study;

import java.nio.file.Path;
import org.vae4j.experiment.config.ExperimentConfig;

/** What a study is given: its configuration, its run directory, and the ways to report. */
public interface StudyContext {

    /**
     * The resolved configuration.
     *
     * @return complete and valid
     */
    ExperimentConfig config();

    /**
     * The seed that every random stream is derived from: {@code Streams.derive(context.seed(), "latent")}.
     *
     * @return {@code config().seed()}
     */
    default long seed() {
        return config().seed();
    }

    /**
     * The study's own keys.
     *
     * @param type the record that {@link Study#options()} names
     * @param <T> the record
     * @return bound and validated
     */
    default <T extends Record> T options(Class<T> type) {
        return config().study(type);
    }

    /**
     * Where pictures go.
     *
     * @return the existing folder {@code figures} of the run directory
     */
    Path figures();

    /**
     * A file of the run directory.
     *
     * @param name relative, with '/' between folders, which are made
     * @return its path; the file itself is not made
     */
    Path file(String name);

    /**
     * Reports a number, text, list, map or record: it goes to {@code eval/results.json} and to {@code "results"} of
     * {@code --json}. Sign and unit belong in the key: {@code negElboNats}.
     *
     * @param key camel case
     * @param value what Jackson can write; a NaN or an infinity is written as text
     */
    void result(String key, Object value);

    /**
     * Adds to the run's provenance what else can change the result, for example the identity of the data.
     *
     * @param key camel case
     * @param value what Jackson can write
     */
    void provenance(String key, Object value);

    /**
     * Prints what a person reads on the terminal, and logs it.
     *
     * @param text one or several lines
     */
    void print(String text);

    /**
     * Says how far the study is.
     *
     * @param what a few words
     * @param fraction of the whole study that is done, in [0, 1]
     */
    void progress(String what, double fraction);
}
